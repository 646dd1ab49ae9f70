import type { ServicePlatformFilterInput } from '@/gql/graphql';

import type { PlatformSearch } from './address';

/** The address as the server filters: only what the world sees, to its own people too. */
export const filterOf = ({ kind, region, chain, trl, to, org }: PlatformSearch): ServicePlatformFilterInput => ({
  states: ['PUBLISHED'],
  ...(kind ? { kinds: [kind] } : {}),
  ...(region ? { region } : {}),
  ...(chain ? { chains: [chain] } : {}),
  ...(trl ? { takesLevel: trl } : {}),
  ...(to ? { reachesLevel: to } : {}),
  ...(org ? { organizationId: org } : {}),
});

export const isFiltered = (search: PlatformSearch): boolean => Object.keys(search).length > 0;

/** What can be told of whom to ask. */
export type Asking = 'told' | 'signIn' | 'verify' | 'nobody';

/** Why nobody is named where nobody is: the platform names none, or the reader is not one of those who are told. */
export function askingOf(
  hasContact: boolean,
  viewer: { memberships: readonly { organization?: { verification: string } | null }[] } | null | undefined,
): Asking {
  if (hasContact) return 'told';
  if (!viewer) return 'signIn';
  return viewer.memberships.some(({ organization }) => organization?.verification === 'VERIFIED') ? 'nobody' : 'verify';
}
