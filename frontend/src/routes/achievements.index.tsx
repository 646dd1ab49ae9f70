import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readSearch, type Search } from '@/features/search/model';
import { resultsQuery } from '@/features/search/queries';
import { SearchPage } from '@/features/search/SearchPage';

export const Route = createFileRoute('/achievements/')({
  validateSearch: (raw: Partial<Search> & SearchSchemaInput): Search => readSearch({ ...raw }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.client.prefetchInfiniteQuery(resultsQuery(deps, context.locale())),
  component: SearchPage,
});
