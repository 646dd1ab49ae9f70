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
  organizations: '/work/organizations',
  register: '/work/organizations/new',
  applicants: '/work/operation/organizations',
  jobs: '/work/operation/jobs',
} as const;

const FOLDERS: Record<string, string> = {
  LicenseRequest: PLACES.requests,
  License: PLACES.licenses,
  ImportRun: PLACES.imports,
  Organization: PLACES.organizations,
};

/** Where a thing of this type is looked at; none if it has no page. A holder works on a listing, others read it. */
export function hrefOf(type: string, id: string, areas: readonly WorkArea[]): Way | undefined {
  const folder = type === 'Listing' ? (areas.includes('HOLDING') ? PLACES.listings : '/a') : FOLDERS[type];
  return folder ? (`${folder}/${id}` as Way) : undefined;
}
