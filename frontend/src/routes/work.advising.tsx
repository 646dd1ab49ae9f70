import { createFileRoute, notFound } from '@tanstack/react-router';

import { viewerQuery } from '@/features/account';
import { needArea } from '@/i18n';

/** The pages of advisors, with the words that only they need. Who looks after the platform sees everybody's cases there. */
export const Route = createFileRoute('/work/advising')({
  beforeLoad: async ({ context }) => {
    const [{ viewer }] = await Promise.all([
      context.client.ensureQueryData(viewerQuery(context.locale())),
      needArea('advising'),
    ]);
    if (!viewer?.workAreas.some((area) => area === 'ADVISING' || area === 'OPERATION')) throw notFound();
  },
});
