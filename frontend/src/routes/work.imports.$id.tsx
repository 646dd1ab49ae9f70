import { createFileRoute } from '@tanstack/react-router';

import { ImportPage } from '@/features/imports/ImportPage';
import { runQuery } from '@/features/imports/queries';

export const Route = createFileRoute('/work/imports/$id')({
  loader: ({ context, params }) => void context.client.prefetchQuery(runQuery(params.id, context.locale())),
  component: ImportPage,
});
