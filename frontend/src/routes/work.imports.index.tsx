import { createFileRoute } from '@tanstack/react-router';

import { viewerQuery } from '@/features/account';
import { ImportsPage } from '@/features/imports/ImportsPage';
import { kindOf, officeOf, readWizard, type Wizard } from '@/features/imports/address';

export const Route = createFileRoute('/work/imports/')({
  validateSearch: (raw: Record<string, unknown>): Pick<Wizard, 'org'> => {
    const { org } = readWizard(raw);
    return org ? { org } : {};
  },
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    const { importsQuery } = await import('@/features/imports/queries');
    const { viewer } = await context.client.ensureQueryData(viewerQuery(context.locale()));
    const seats = viewer?.memberships ?? [];
    const office = officeOf(seats, deps.org);
    const kind = kindOf(seats, office);
    if (office && kind) void context.client.prefetchInfiniteQuery(importsQuery(office, kind, context.locale()));
  },
  component: ImportsPage,
});
