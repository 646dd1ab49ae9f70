import { PLACES, type Way } from '@/features/work';
import type { InboxQuery, InboxSubjectsQuery } from '@/gql/graphql';
import type { MessageId } from '@/i18n';
import type { TwoTongues } from '@/lib/text';

export type InboxEvent = InboxQuery['viewerEvents']['nodes'][number];
type Node = NonNullable<InboxSubjectsQuery['nodes'][number]>;

/** What an event is about, in words: its name, and who else it is about. */
export interface Subject {
  name: string | TwoTongues;
  by?: string | undefined;
}

/** Counts to show beside an import that moves. */
export function progressOf(figures: unknown): { done: number; total: number } | undefined {
  const { doneRows, totalRows } = (figures ?? {}) as { doneRows?: unknown; totalRows?: unknown };
  return typeof doneRows === 'number' && typeof totalRows === 'number' && totalRows > 0
    ? { done: doneRows, total: totalRows }
    : undefined;
}

/** What happened to an advisor, a case, an introduction or an outcome: each with its own words. */
const CHANGES: Record<string, { changes: readonly string[]; words: (change: string) => string }> = {
  ADVISOR_CHANGED: {
    changes: [
      'APPLIED',
      'VETTED',
      'APPOINTED',
      'RENEWED',
      'ENDED',
      'REMOVED',
      'TIE_DECLARED',
      'TERM_ENDING',
      'CONFIRMATION_DUE',
    ],
    words: (change) => `inbox.change.ADVISOR_CHANGED.${change}`,
  },
  CASE_CHANGED: {
    changes: [
      'OPENED',
      'BEGUN',
      'ASSIGNED',
      'ACCEPTED',
      'DECLINED',
      'ESCALATED',
      'STARTED',
      'MATCHED',
      'CONTRACTED',
      'TRACKED',
      'RELEASED',
      'RECUSED',
      'CLOSED',
      'LATE',
      'STUCK',
      'TASK_DUE',
      'CONFLICT_DISCLOSED',
      'CONFLICT_ANSWERED',
    ],
    words: (change) => `inbox.change.CASE_CHANGED.${change}`,
  },
  MANDATE_REQUEST_CHANGED: {
    changes: ['ASKED', 'REFUSED', 'WITHDRAWN', 'LAPSED'],
    words: (change) => `inbox.change.MANDATE_REQUEST_CHANGED.${change}`,
  },
  INTRODUCTION_CHANGED: {
    changes: ['RECORDED', 'CONFIRMED', 'DISPUTED'],
    words: (change) => `inbox.change.INTRODUCTION_CHANGED.${change}`,
  },
  OUTCOME_CHANGED: {
    changes: ['FILED', 'CONFIRMED', 'VALIDATED', 'REFUSED', 'FEE_RECORDED', 'FEE_CANCELLED'],
    words: (change) => `inbox.change.OUTCOME_CHANGED.${change}`,
  },
};

/** The words for what an event says beside its kind; undefined for what this build does not know. */
export function changeOf({ kind, figures }: Pick<InboxEvent, 'kind' | 'figures'>): MessageId | undefined {
  const { change } = (figures ?? {}) as { change?: unknown };
  const known = CHANGES[kind];
  return typeof change === 'string' && known?.changes.includes(change) ? (known.words(change) as MessageId) : undefined;
}

/** Where an alert leads: to the matches of what something was found for, or to what a saved search found. */
export function wayOf({ kind, subjectId, figures }: InboxEvent): Way | undefined {
  const { listingId, demandId } = (figures ?? {}) as { listingId?: unknown; demandId?: unknown };
  if (kind === 'LISTING_FOUND') return `${PLACES.demands}/${subjectId}?part=matches` as Way;
  if (kind === 'DEMAND_FOUND') return `${PLACES.listings}/${subjectId}?tab=matches` as Way;
  if (typeof listingId === 'string') return `/a/${listingId}` as Way;
  return typeof demandId === 'string' ? (`/d/${demandId}` as Way) : undefined;
}

/** An import reports many times; of what it reported only the last counts. Newest first goes in and comes out. */
export function tidyEvents(events: readonly InboxEvent[]): InboxEvent[] {
  const told = new Set<string>();
  return events.filter(({ kind, subjectId }) => {
    const isOld = kind === 'IMPORT_PROGRESSED' && told.has(subjectId);
    told.add(subjectId);
    return !isOld;
  });
}

/** The events of each day, as `dayOf` names it. */
export function byDay(
  events: readonly InboxEvent[],
  dayOf: (at: string) => string,
): { day: string; events: InboxEvent[] }[] {
  const days: { day: string; events: InboxEvent[] }[] = [];
  for (const event of events) {
    const day = dayOf(event.occurredAt);
    const last = days.at(-1);
    if (last?.day === day) last.events.push(event);
    else days.push({ day, events: [event] });
  }
  return days;
}

/** What the thing behind an event is called; undefined if it is not to be seen any more. */
export function subjectOf(node: Node | null | undefined, viewers: readonly string[]): Subject | undefined {
  if (!node) return undefined;
  if (node.__typename === 'Listing' || node.__typename === 'Demand') return { name: node.title };
  if (node.__typename === 'DemandSplit') return node.demand ? { name: node.demand.title } : undefined;
  if (node.__typename === 'DemandProposal') {
    const other = [node.organization, node.demandOwner].find((side) => side && !viewers.includes(side.id));
    return { name: node.proposed, by: other?.name };
  }
  if (node.__typename === 'ImportRun') return { name: node.fileName };
  if (node.__typename === 'Organization') return { name: node.name };
  if (node.__typename === 'BrokerCase')
    return node.caseTitle
      ? { name: node.caseTitle, by: node.client && !viewers.includes(node.client.id) ? node.client.name : undefined }
      : undefined;
  if (node.__typename === 'Introduction' || node.__typename === 'CaseOutcome') {
    const others = [node.client, node.counterparty].flatMap((side) =>
      side && !viewers.includes(side.id) ? [side.name] : [],
    );
    return others.length > 0 ? { name: others.join(' ↔ ') } : undefined;
  }
  if (node.__typename === 'Mandate' || node.__typename === 'MandateRequest')
    return { name: node.organization?.name ?? '', by: node.advisor?.name ?? undefined };
  if (node.__typename === 'Advisor') return node.person ? { name: node.person } : undefined;
  if (node.__typename === 'SavedSearch') return { name: node.called };
  if (node.__typename !== 'LicenseRequest' || !node.listing) return undefined;
  const other = [node.licensee, node.licensor].find((side) => side && !viewers.includes(side.id));
  return { name: node.listing.title, by: other?.name };
}
