import { createFileRoute, notFound } from '@tanstack/react-router';

import { viewerQuery } from '@/features/account';

/** The operator's pages: for who looks after the platform there is something here, for everybody else there is nothing. */
export const Route = createFileRoute('/work/operation')({
  beforeLoad: async ({ context }) => {
    const { viewer } = await context.client.ensureQueryData(viewerQuery(context.locale()));
    if (!viewer?.workAreas.includes('OPERATION')) throw notFound();
  },
});
