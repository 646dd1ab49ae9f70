import { createFileRoute } from '@tanstack/react-router';

import { readPart, type PartSearch } from '@/features/demand/work/address';
import { DemandWorkPage } from '@/features/demand/work/DemandWorkPage';

export const Route = createFileRoute('/work/demands/$id/')({
  validateSearch: (raw: Record<string, unknown>): PartSearch => readPart(raw),
  loader: async ({ context, params }) => {
    const { workQuery } = await import('@/features/demand/work/queries');
    void context.client.prefetchQuery(workQuery(params.id, context.locale()));
  },
  component: DemandWorkPage,
});
