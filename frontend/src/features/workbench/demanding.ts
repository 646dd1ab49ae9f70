import { PLACES, type Way } from '@/features/work';
import { readFragment } from '@/gql';
import {
  DemandOfOursFragmentDoc,
  OpenProposalFragmentDoc,
  type DemandOfOursFragment,
  type WorkbenchDemandsQuery,
} from '@/gql/graphql';

import { heap, to, type Action } from './action';
import { daysAfter } from './day';

const MOST_PROPOSALS = 3;

/** What an enterprise has to do for its demands. */
export function demandActions(data: WorkbenchDemandsQuery, today: string): Action[] {
  const own = readFragment(DemandOfOursFragmentDoc, data.own.nodes);
  const splits = own.flatMap(({ title, viewerCanEdit, splits }) =>
    splits.filter(({ state }) => state === 'OPEN' && viewerCanEdit).map(({ id }) => ({ id, title })),
  );
  const about = ({ title }: Pick<DemandOfOursFragment, 'title'>) => ({ subject: title });
  const place = PLACES.demands;
  return [
    ...proposals(data),
    ...heap({ kind: 'split', things: splits, about, type: 'DemandSplit', place }),
    ...heap({ kind: 'demandBack', things: own.filter(isBack), about, type: 'Demand', place }),
    ...heap({
      kind: 'demandEnds',
      things: ending(own, daysAfter(today, longest(data.rules.nodes[0]?.value))),
      about: ({ title, shownUntil }) => ({ subject: title, on: shownUntil ?? undefined }),
      type: 'Demand',
      place,
      search: { tab: 'PUBLISHED' },
    }),
  ];
}

/** Proposals by the day until which they are to be answered. */
function proposals({ proposals: { nodes, totalCount } }: WorkbenchDemandsQuery): Action[] {
  const open = readFragment(OpenProposalFragmentDoc, nodes).filter(({ viewerCanAnswer }) => viewerCanAnswer);
  const shown = [...open].sort((one, other) => one.replyBy.localeCompare(other.replyBy)).slice(0, MOST_PROPOSALS);
  const actions = shown.map((proposal): Action => ({
    key: proposal.id,
    kind: 'proposal',
    subject: proposal.title,
    by: proposal.organization?.name,
    on: proposal.replyBy,
    late: proposal.late,
    isMine: true,
    href: to('DemandProposal', proposal.id),
  }));
  const rest = shown.length > 0 ? totalCount - shown.length : 0;
  if (rest > 0)
    actions.push({
      key: 'proposalMore',
      kind: 'proposalMore',
      count: rest,
      isMine: true,
      href: PLACES.proposals as Way,
      search: { side: 'OWNER', state: 'OPEN' },
    });
  return actions;
}

/** Sent back with notes, and not handed in again. */
const isBack = ({ state, revisionState, reviews, viewerCanEdit }: DemandOfOursFragment): boolean =>
  viewerCanEdit && reviews[0]?.verdict === 'RETURNED' && (state === 'DRAFT' || revisionState === 'EDITING');

/** Those that are shown until a day before `end`, the first to end first. */
const ending = (demands: readonly DemandOfOursFragment[], end: string): DemandOfOursFragment[] =>
  demands
    .filter(
      ({ state, shownUntil, viewerCanEdit }) => viewerCanEdit && state === 'PUBLISHED' && (shownUntil ?? end) < end,
    )
    .sort((one, other) => (one.shownUntil ?? '').localeCompare(other.shownUntil ?? ''));

/** How many days before its end the owner of a demand is first reminded of it, as the rule says. */
const longest = (days: unknown): number =>
  Math.max(0, ...(Array.isArray(days) ? days.filter((day) => typeof day === 'number') : []));

/** A demand on the workbench. */
export interface OwnDemand extends DemandOfOursFragment {
  /** Listings that were found for it, of which the viewer has not read. */
  fresh: number;
}

const MOST_DEMANDS = 5;

/** Demands that are not over: those for which something new was found, then those changed last. */
export function ownDemands(data: WorkbenchDemandsQuery): OwnDemand[] {
  const news = data.viewerEvents.nodes.filter(({ kind, readAt }) => kind === 'LISTING_FOUND' && !readAt);
  return readFragment(DemandOfOursFragmentDoc, data.own.nodes)
    .map((demand) => ({ ...demand, fresh: news.filter(({ subjectId }) => subjectId === demand.id).length }))
    .sort((one, other) => other.fresh - one.fresh)
    .slice(0, MOST_DEMANDS);
}
