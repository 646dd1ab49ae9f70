import { createFileRoute } from '@tanstack/react-router';

import { HomePage } from '@/features/home/HomePage';
import { homeQuery } from '@/features/home/queries';

export const Route = createFileRoute('/')({
  loader: ({ context }) => void context.client.prefetchQuery(homeQuery(context.locale())),
  component: HomePage,
});
