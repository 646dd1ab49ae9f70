import { createFileRoute } from '@tanstack/react-router';

import { ImportPage } from '@/features/imports/ImportPage';

export const Route = createFileRoute('/work/imports/$id')({
  loader: async ({ context, params }) => {
    const { runQuery } = await import('@/features/imports/queries');
    void context.client.prefetchQuery(runQuery(params.id, context.locale()));
  },
  component: ImportPage,
});
