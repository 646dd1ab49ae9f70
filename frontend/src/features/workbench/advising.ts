import { readFragment } from '@/gql';
import { CaseOfMineFragmentDoc, type CaseOfMineFragment, type WorkbenchCasesQuery } from '@/gql/graphql';

import { to, type Action } from './action';
import { daysAfter } from './day';

/** Steps that are due later than within so many days are not next. */
const AHEAD = 7;

/** Cases that the viewer has. Somebody may be a client in others, or see all of them. */
export const casesOf = ({ viewerAdvisor, brokerCases }: WorkbenchCasesQuery): CaseOfMineFragment[] =>
  viewerAdvisor
    ? readFragment(CaseOfMineFragmentDoc, brokerCases.nodes).filter(({ advisor }) => advisor?.id === viewerAdvisor.id)
    : [];

/** What an advisor has to do: of each case what is due first, or that nothing moves in it. */
export const caseActions = (data: WorkbenchCasesQuery, today: string): Action[] =>
  casesOf(data).flatMap((one): Action[] => {
    const due = dueOf(one, daysAfter(today, AHEAD));
    if (!due && !one.stuckSince) return [];
    return [
      {
        key: one.id,
        kind: due?.kind ?? 'stuck',
        subject: one.title ?? undefined,
        by: one.client?.name,
        what: due?.kind === 'step' ? (one.nextStep ?? undefined) : undefined,
        on: due?.day,
        since: one.stuckSince ?? undefined,
        late: due !== undefined && due.day < today,
        isMine: true,
        href: to('BrokerCase', one.id),
      },
    ];
  });

/** What is due first in a case; a step only if that is not after `last`. */
function dueOf(one: CaseOfMineFragment, last: string) {
  const isBegun = one.state === 'ACCEPTED' || one.state === 'IN_SERVICE';
  const days = [
    ['accept', one.state === 'ASSIGNED' ? one.answerBy : undefined],
    ['contact', isBegun && !one.contactedAt ? one.contactBy : undefined],
    ['shortlist', isBegun ? one.shortlistBy : undefined],
    ['step', one.nextDue && one.nextDue <= last ? one.nextDue : undefined],
  ] as const;
  const [first] = days
    .flatMap(([kind, day]) => (day ? [{ kind, day }] : []))
    .sort((a, b) => a.day.localeCompare(b.day));
  return first;
}
