import { createFileRoute } from '@tanstack/react-router';

import { PreferencesPage } from '@/features/preferences/PreferencesPage';
import { mailQuery } from '@/features/preferences/queries';

export const Route = createFileRoute('/work/preferences')({
  loader: ({ context }) => void context.client.prefetchQuery(mailQuery(context.locale())),
  component: PreferencesPage,
});
