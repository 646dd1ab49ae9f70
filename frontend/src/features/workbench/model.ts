import { firmIn, officeIn } from '@/features/account';
import { PLACES, type Way } from '@/features/work';
import { readFragment } from '@/gql';
import {
  OpenImportFragmentDoc,
  OpenRequestFragmentDoc,
  OwnListingFragmentDoc,
  type OpenRequestFragment,
  type ViewerQuery,
  type WorkbenchQuery,
} from '@/gql/graphql';

import { byUrgency, heap, to, type Action, type Found } from './action';
import { caseActions } from './advising';
import { answers } from './answering';
import { demandActions } from './demanding';
import { operatorActions } from './operating';

type Viewer = NonNullable<ViewerQuery['viewer']>;

/** What the workbench asks about. */
export interface Scope {
  office: string;
  firm: string;
  holding: boolean;
  seeking: boolean;
  /** Whether there is an enterprise that has demands: whoever licenses for another house has none. */
  demanding: boolean;
  /** Whether advisors may have something to hear about an office or an enterprise. */
  answering: boolean;
  operation: boolean;
}

/** What to ask for: an office, and an enterprise, stand for all that somebody works for. */
export function scopeOf({ workAreas, memberships }: Pick<Viewer, 'workAreas' | 'memberships'>): Scope {
  const [office, firm] = [officeIn(memberships), firmIn(memberships)];
  const seeking = workAreas.includes('SEEKING');
  return {
    office: office ?? '',
    firm: firm ?? '',
    holding: workAreas.includes('HOLDING') && office !== undefined,
    seeking,
    demanding: seeking && firm !== undefined,
    answering: seeking || workAreas.includes('HOLDING'),
    operation: workAreas.includes('OPERATION'),
  };
}

/** More would be a list, not a beginning. */
export const MOST = 7;
const MOST_REQUESTS = 4;

/** What is to be done next, the most urgent first: at most seven. */
export function nextActions({ work, demands, cases, today }: Found): Action[] {
  const all = [
    ...holderActions(work),
    ...seekerActions(work),
    ...(demands ? demandActions(demands, today) : []),
    ...answers(work),
    ...(cases ? caseActions(cases, today) : []),
    ...imports(work),
    ...operatorActions(work, today),
  ];
  return all.sort(byUrgency(today)).slice(0, MOST);
}

function holderActions(data: WorkbenchQuery): Action[] {
  const requests = sorted(readFragment(OpenRequestFragmentDoc, data.incoming?.nodes ?? []));
  const total = data.incoming?.totalCount ?? 0;
  const shown = requests.slice(0, MOST_REQUESTS);
  const open = shown.map((request): Action => ({
    key: request.id,
    kind: 'answer',
    subject: request.listing?.title,
    by: request.licensee?.name,
    on: request.replyBy,
    late: request.late,
    isMine: true,
    href: to('LicenseRequest', request.id),
  }));
  const rest = total - shown.length;
  if (rest > 0)
    open.push({ key: 'answerMore', kind: 'answerMore', count: rest, isMine: true, href: PLACES.requests as Way });

  const listings = (kind: 'fix' | 'review', list: WorkbenchQuery['returned'], place: string) =>
    heap({
      kind,
      things: readFragment(OwnListingFragmentDoc, list?.nodes ?? []),
      count: list?.totalCount,
      about: ({ title }) => ({ subject: title }),
      type: 'Listing',
      place,
    });
  // Whoever may review one may review all of the office.
  const [review] = readFragment(OwnListingFragmentDoc, data.reviews?.nodes ?? []);
  return [
    ...open,
    ...listings('fix', data.returned, PLACES.listings),
    ...(review?.viewerCanReview ? listings('review', data.reviews, PLACES.review) : []),
  ];
}

/** Imports that are under way, of achievements and of demands. */
function imports(data: WorkbenchQuery): Action[] {
  const runs = [...(data.imports?.nodes ?? []), ...(data.demandImports?.nodes ?? [])];
  return readFragment(OpenImportFragmentDoc, runs)
    .filter(({ state }) => state === 'QUEUED' || state === 'RUNNING')
    .map((run): Action => ({
      key: run.id,
      kind: 'import',
      subject: run.fileName,
      progress: { done: run.doneRows, total: run.totalRows },
      isMine: false,
      href: to('ImportRun', run.id),
    }));
}

function seekerActions(data: WorkbenchQuery): Action[] {
  const requests = sorted(readFragment(OpenRequestFragmentDoc, data.outgoing?.nodes ?? [])).slice(0, MOST_REQUESTS);
  const open = requests.map((request): Action => ({
    key: request.id,
    kind: 'await',
    subject: request.listing?.title,
    by: request.licensor?.name,
    on: request.replyBy,
    late: request.late,
    isMine: false,
    href: to('LicenseRequest', request.id),
  }));
  const payments = (data.licenses?.nodes ?? []).flatMap((license): Action[] => {
    const next = license.schedule.find(({ state }) => state === 'SCHEDULED');
    return next
      ? [
          {
            key: license.id,
            kind: 'pay',
            subject: license.listing?.title,
            by: license.licensor?.name,
            on: next.dueOn,
            amount: next.amount,
            isMine: true,
            href: to('License', license.id),
          },
        ]
      : [];
  });
  const organizations = (data.viewer?.memberships ?? []).flatMap(({ organization }): Action[] => {
    if (!organization) return [];
    const about = {
      key: organization.id,
      subject: organization.name,
      isMine: true,
      href: to('Organization', organization.id),
    };
    if (organization.verification === 'REJECTED' && organization.viewerCanUpdate)
      return [{ ...about, kind: 'correct' }];
    if (!organization.viewerCanDeclareSize) return [];
    const declare = { ...about, href: `${about.href}/size` as Way };
    if (!organization.sizeDeclaration) return [{ ...declare, kind: 'declareSize' }];
    return organization.sizeDeclaration.isOutdated ? [{ ...declare, kind: 'renewSize' }] : [];
  });
  return [...open, ...payments, ...organizations];
}

/** Requests by the day until which they are to be answered. */
const sorted = (requests: readonly OpenRequestFragment[]): OpenRequestFragment[] =>
  [...requests].sort((one, other) => one.replyBy.localeCompare(other.replyBy));
