import type { LicenseParty, LicenseRequestState, LicenseState } from '@/gql/graphql';

/** What the address of a list says. */
export interface ListSearch<State> {
  side?: LicenseParty;
  state?: State;
}

export const REQUEST_STATES = [
  'SUBMITTED',
  'GRANTED',
  'REJECTED',
  'WITHDRAWN',
] as const satisfies LicenseRequestState[];
export const LICENSE_STATES = ['ACTIVE', 'ENDED'] as const satisfies LicenseState[];
export const SIDES = ['LICENSOR', 'LICENSEE'] as const satisfies LicenseParty[];

export type RequestSearch = ListSearch<LicenseRequestState>;
export type LicenseSearch = ListSearch<LicenseState>;

/** Reads the address of a list; what it does not understand is left out. */
export function readList<State extends string>(
  raw: Record<string, unknown>,
  states: readonly State[],
): ListSearch<State> {
  const side = SIDES.find((side) => side === raw.side);
  const state = states.find((state) => state === raw.state);
  return { ...(side ? { side } : {}), ...(state ? { state } : {}) };
}
