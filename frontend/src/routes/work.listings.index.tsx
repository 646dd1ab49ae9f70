import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { viewerQuery } from '@/features/account';
import { ListingTablePage } from '@/features/listing/ListingTablePage';
import { readView, type View } from '@/features/listing/model';
import { tableQuery } from '@/features/listing/queries';

export const Route = createFileRoute('/work/listings/')({
  validateSearch: (raw: Partial<View> & SearchSchemaInput): View => readView({ ...raw }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    const { viewer } = await context.client.ensureQueryData(viewerQuery(context.locale()));
    const organizations = (viewer?.memberships ?? []).flatMap(({ organization }) => organization ?? []);
    const organization = organizations.find(({ id }) => id === deps.org) ?? organizations[0];
    if (organization) void context.client.prefetchInfiniteQuery(tableQuery(organization.id, deps, context.locale()));
  },
  component: ListingTablePage,
});
