import { createFileRoute } from '@tanstack/react-router';

import { LicensePage } from '@/features/licensing/LicensePage';
import { licenseQuery } from '@/features/licensing/queries';

export const Route = createFileRoute('/work/licenses/$id')({
  loader: ({ context, params }) => void context.client.prefetchQuery(licenseQuery(params.id, context.locale())),
  component: LicensePage,
});
