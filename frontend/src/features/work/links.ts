import type { LinkProps } from '@tanstack/react-router';

import type { WorkArea } from '@/gql/graphql';

/** An address of ours that is put together, as the router wants it. */
export type Way = NonNullable<LinkProps['to']>;

/** Lists and forms of the work area that are pointed to from elsewhere. */
export const PLACES = {
  requests: '/work/requests',
  licenses: '/work/licenses',
  listings: '/work/listings',
  review: '/work/review',
  imports: '/work/imports',
  demands: '/work/demands',
  proposals: '/work/proposals',
  splits: '/work/splits',
  cases: '/work/cases',
  introductions: '/work/introductions',
  outcomes: '/work/outcomes',
  mandates: '/work/mandates',
  mandateRequests: '/work/mandate-requests',
  organizations: '/work/organizations',
  register: '/work/organizations/new',
  applicants: '/work/operation/organizations',
  jobs: '/work/operation/jobs',
  board: '/work/advising',
  assignment: '/work/operation/assignment',
  validation: '/work/operation/outcomes',
  demandQueue: '/work/operation/demands',
} as const;

const FOLDERS: Record<string, string> = {
  LicenseRequest: PLACES.requests,
  License: PLACES.licenses,
  ImportRun: PLACES.imports,
  DemandProposal: PLACES.proposals,
  DemandSplit: PLACES.splits,
  Organization: PLACES.organizations,
  BrokerCase: PLACES.cases,
  Introduction: PLACES.introductions,
  CaseOutcome: PLACES.outcomes,
  Mandate: PLACES.mandates,
  MandateRequest: PLACES.mandateRequests,
};

/** Things that some work on and others read: where, and in which areas. */
const WORKED: Record<string, { work: string; read: string; areas: readonly WorkArea[] }> = {
  Listing: { work: PLACES.listings, read: '/a', areas: ['HOLDING'] },
  Demand: { work: PLACES.demands, read: '/d', areas: ['SEEKING', 'OPERATION'] },
};

/** Where a thing of this type is looked at; none if it has no page. A holder works on a listing, others read it. */
export function hrefOf(type: string, id: string, areas: readonly WorkArea[]): Way | undefined {
  const worked = WORKED[type];
  // An operator looks at the person, the person at what they say of themselves.
  if (type === 'Advisor')
    return areas.includes('OPERATION') ? (`/work/operation/advisors/${id}` as Way) : ('/work/advising/profile' as Way);
  const works = worked?.areas.some((area) => areas.includes(area));
  const folder = worked ? (works ? worked.work : worked.read) : FOLDERS[type];
  return folder ? (`${folder}/${id}` as Way) : undefined;
}
