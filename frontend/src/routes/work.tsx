import { createFileRoute, redirect } from '@tanstack/react-router';

import { viewerQuery } from '@/features/account';
import { WorkFrame } from '@/features/work';
import { needArea } from '@/i18n';

/** Everything behind the sign-in: whoever is not signed in goes by way of it, and comes back. */
export const Route = createFileRoute('/work')({
  beforeLoad: async ({ context, location }) => {
    const [{ viewer }] = await Promise.all([
      context.client.ensureQueryData(viewerQuery(context.locale())),
      needArea('work'),
    ]);
    if (!viewer) throw redirect({ to: '/login', search: { to: location.href } });
  },
  component: WorkFrame,
});
