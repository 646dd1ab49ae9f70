import { PLACES } from '@/features/work';
import { readFragment } from '@/gql';
import { WaitingOutcomeFragmentDoc, type WaitingOutcomeFragment, type WorkbenchQuery } from '@/gql/graphql';

import { heap, type Action } from './action';

/** Who was brought together with whom. */
export const sidesOf = ({ client, counterparty }: WaitingOutcomeFragment): string =>
  [client, counterparty].flatMap((side) => side?.name ?? []).join(' ↔ ');

/** What has waited longest first: lists begin with the newest. */
const oldestFirst = <One>(things: readonly One[] | undefined): One[] => [...(things ?? [])].reverse();

/** What advisors say about an enterprise or an office and wait to hear from it. What others have to answer is not told. */
export function answers({ introductions, outcomes, pendingConsents }: WorkbenchQuery): Action[] {
  const place = PLACES.introductions;
  return [
    ...heap({
      kind: 'tie',
      things: (pendingConsents ?? []).filter(({ viewerCanConsent }) => viewerCanConsent),
      about: ({ advisor, organization }) => ({
        subject: advisor?.name ?? organization?.name,
        by: advisor ? organization?.name : undefined,
      }),
      place,
      search: { tab: 'ties' },
    }),
    ...heap({
      kind: 'introduction',
      things: oldestFirst(introductions?.nodes).filter(({ viewerCanAnswer }) => viewerCanAnswer),
      about: ({ client, advisor, lapsedAt }) => ({
        subject: client?.name,
        by: advisor?.name ?? undefined,
        late: Boolean(lapsedAt),
      }),
      type: 'Introduction',
      place,
    }),
    ...heap({
      kind: 'outcome',
      things: oldestFirst(readFragment(WaitingOutcomeFragmentDoc, outcomes?.nodes ?? [])).filter(
        ({ viewerCanConfirm }) => viewerCanConfirm,
      ),
      about: (outcome) => ({ subject: sidesOf(outcome) }),
      type: 'CaseOutcome',
      place,
      search: { tab: 'outcomes' },
    }),
  ];
}
