import { createFileRoute } from '@tanstack/react-router';

import { PreferencesPage } from '@/features/preferences/PreferencesPage';

export const Route = createFileRoute('/work/preferences')({
  loader: async ({ context }) => {
    const { mailQuery } = await import('@/features/preferences/queries');
    void context.client.prefetchQuery(mailQuery(context.locale()));
  },
  component: PreferencesPage,
});
