import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext } from '@tanstack/react-router';

import { Shell } from '@/features/shell/Shell';

export interface Context {
  client: QueryClient;
  /** The language that is spoken when it is asked. */
  locale: () => string;
}

export const Route = createRootRouteWithContext<Context>()({ component: Shell });
