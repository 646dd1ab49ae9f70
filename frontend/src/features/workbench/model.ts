import { firmIn, officeIn } from '@/features/account';
import { hrefOf, PLACES, type Way } from '@/features/work';
import { readFragment } from '@/gql';
import {
  WaitingOrganizationFragmentDoc,
  OpenImportFragmentDoc,
  OpenRequestFragmentDoc,
  OwnListingFragmentDoc,
  type OpenRequestFragment,
  type OwnListingFragment,
  type ViewerQuery,
  type WorkbenchQuery,
} from '@/gql/graphql';
import type { Amount } from '@/lib/money';
import type { TwoTongues } from '@/lib/text';

type Viewer = NonNullable<ViewerQuery['viewer']>;

/** What the workbench asks about. */
export interface Scope {
  office: string;
  firm: string;
  holding: boolean;
  seeking: boolean;
  /** Whether there is an enterprise that has demands: whoever licenses for another house has none. */
  demanding: boolean;
  operation: boolean;
}

/** What to ask for: an office, and an enterprise, stand for all that somebody works for. */
export function scopeOf({ workAreas, memberships }: Pick<Viewer, 'workAreas' | 'memberships'>): Scope {
  const [office, firm] = [officeIn(memberships), firmIn(memberships)];
  return {
    office: office ?? '',
    firm: firm ?? '',
    holding: workAreas.includes('HOLDING') && office !== undefined,
    seeking: workAreas.includes('SEEKING'),
    demanding: workAreas.includes('SEEKING') && firm !== undefined,
    operation: workAreas.includes('OPERATION'),
  };
}

/** What somebody has to do, or may want to know. */
export type ActionKind =
  | 'answer'
  | 'answerMore'
  | 'fix'
  | 'review'
  | 'import'
  | 'await'
  | 'pay'
  | 'declareSize'
  | 'renewSize'
  | 'correct'
  | 'verify'
  | 'approve'
  | 'mend';

export interface Action {
  key: string;
  kind: ActionKind;
  /** The thing that it is about. */
  subject?: string | TwoTongues | undefined;
  /** The other side. */
  by?: string | undefined;
  /** How many things there are of which `subject` is one. */
  count?: number;
  /** The day until which, or on which. */
  on?: string;
  late?: boolean;
  amount?: Amount;
  progress?: { done: number; total: number };
  /** Whether the next step is the viewer's. Others are only told. */
  isMine: boolean;
  href: Way;
}

/** More would be a list, not a beginning. */
export const MOST = 7;
const MOST_REQUESTS = 4;

const to = (type: string, id: string): Way => hrefOf(type, id, ['HOLDING']) ?? '/work';

/** What is to be done next, the most urgent first: at most seven. */
export function nextActions(data: WorkbenchQuery): Action[] {
  const all = [...holderActions(data), ...seekerActions(data), ...imports(data), ...operatorActions(data)];
  return all.sort(byUrgency).slice(0, MOST);
}

/** What is late, then what is ours by its day, then what is ours without one, then what others have to do. */
function byUrgency(one: Action, other: Action): number {
  const rank = ({ late, isMine, on }: Action) => (late && isMine ? 0 : isMine && on ? 1 : isMine ? 2 : 3);
  return rank(one) - rank(other) || (one.on ?? '9').localeCompare(other.on ?? '9');
}

function holderActions(data: WorkbenchQuery): Action[] {
  const requests = sorted(readFragment(OpenRequestFragmentDoc, data.incoming?.nodes ?? []));
  const total = data.incoming?.totalCount ?? 0;
  const shown = requests.slice(0, MOST_REQUESTS);
  const answers = shown.map((request): Action => ({
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
    answers.push({ key: 'answerMore', kind: 'answerMore', count: rest, isMine: true, href: PLACES.requests as Way });

  const [fix] = readFragment(OwnListingFragmentDoc, data.returned?.nodes ?? []);
  // Whoever may review one may review all of the office.
  const [review] = readFragment(OwnListingFragmentDoc, data.reviews?.nodes ?? []);
  return [
    ...answers,
    ...heap('fix', fix, data.returned?.totalCount, PLACES.listings),
    ...(review?.viewerCanReview ? heap('review', review, data.reviews?.totalCount, PLACES.review) : []),
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

/** Several things of a kind are one line: it leads to the only one, or to the list. */
function heap(kind: ActionKind, first: OwnListingFragment | undefined, count = 1, place: string): Action[] {
  if (!first) return [];
  const href = count === 1 ? to('Listing', first.id) : (place as Way);
  return [{ key: kind, kind, subject: first.title, count, isMine: true, href }];
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

function operatorActions(data: WorkbenchQuery): Action[] {
  const queue = (kind: 'verify' | 'approve', list: WorkbenchQuery['applicants']): Action[] => {
    const [first] = readFragment(WaitingOrganizationFragmentDoc, list?.nodes ?? []);
    if (!first || !list) return [];
    const count = list.totalCount;
    const href = (count === 1 ? `${PLACES.applicants}/${first.id}` : PLACES.applicants) as Way;
    return [{ key: kind, kind, subject: first.name, count, isMine: first.viewerCanVerify, href }];
  };
  const dead = data.deliverySummary?.dead ?? 0;
  const mend: Action[] = dead
    ? [{ key: 'mend', kind: 'mend', count: dead, isMine: true, href: PLACES.jobs as Way }]
    : [];
  return [...queue('verify', data.applicants), ...queue('approve', data.changes), ...mend];
}

/** Requests by the day until which they are to be answered. */
const sorted = (requests: readonly OpenRequestFragment[]): OpenRequestFragment[] =>
  [...requests].sort((one, other) => one.replyBy.localeCompare(other.replyBy));
