import { createFileRoute } from '@tanstack/react-router';

import { ComparePage } from '@/features/compare/ComparePage';

/** As many as fit side by side. */
const MOST = 4;

export const Route = createFileRoute('/achievements/compare')({
  validateSearch: (raw: Record<string, unknown>): { ids: string[] } => {
    const ids = (Array.isArray(raw.ids) ? raw.ids : [raw.ids]).filter(
      (id) => typeof id === 'string' && id !== '',
    ) as string[];
    return { ids: [...new Set(ids)].slice(0, MOST) };
  },
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    const { compareQuery } = await import('@/features/compare/queries');
    void (deps.ids.length > 0 && context.client.prefetchQuery(compareQuery(deps.ids, context.locale())));
  },
  component: ComparePage,
});
