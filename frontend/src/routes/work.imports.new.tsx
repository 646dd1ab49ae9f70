import { createFileRoute } from '@tanstack/react-router';

import { readWizard, type Wizard } from '@/features/imports/model';
import { NewImportPage } from '@/features/imports/NewImportPage';
import { runQuery } from '@/features/imports/queries';

export const Route = createFileRoute('/work/imports/new')({
  validateSearch: (raw: Record<string, unknown>): Wizard => readWizard(raw),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    if (deps.check) void context.client.prefetchQuery(runQuery(deps.check, context.locale()));
  },
  component: NewImportPage,
});
