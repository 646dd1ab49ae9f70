import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readPlatforms, type PlatformSearch } from '@/features/platform/address';
import { PlatformsPage } from '@/features/platform/PlatformsPage';

export const Route = createFileRoute('/platforms/')({
  validateSearch: (raw: PlatformSearch & SearchSchemaInput): PlatformSearch => readPlatforms({ ...raw }),
  loaderDeps: ({ search }) => readPlatforms({ ...search }),
  loader: async ({ context, deps }) => {
    const { platformsQuery } = await import('@/features/platform/queries');
    void context.client.prefetchInfiniteQuery(platformsQuery(deps, context.locale()));
  },
  component: PlatformsPage,
});
