import { createFileRoute } from '@tanstack/react-router';

import { readWizard, type Wizard } from '@/features/imports/address';
import { NewImportPage } from '@/features/imports/NewImportPage';

export const Route = createFileRoute('/work/imports/new')({
  validateSearch: (raw: Record<string, unknown>): Wizard => readWizard(raw),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    const { runQuery } = await import('@/features/imports/queries');
    if (deps.check) void context.client.prefetchQuery(runQuery(deps.check, context.locale()));
  },
  component: NewImportPage,
});
