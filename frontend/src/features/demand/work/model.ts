import type { DemandFilterInput, DemandState, DemandTransition } from '@/gql/graphql';

import type { OwnSearch, Tab } from './address';

const STATES: Record<Exclude<Tab, 'ALL' | 'CHANGED'>, DemandState[]> = {
  DRAFT: ['DRAFT'],
  SUBMITTED: ['SUBMITTED'],
  PUBLISHED: ['PUBLISHED'],
  SUSPENDED: ['SUSPENDED'],
  OVER: ['EXPIRED', 'FULFILLED', 'WITHDRAWN', 'REFUSED'],
};

/** What the API is asked for. */
export function ownFilter({ tab = 'ALL', q }: OwnSearch, organizationId: string): DemandFilterInput {
  return {
    organizationId,
    ...(q ? { query: q } : {}),
    ...(tab === 'ALL'
      ? {}
      : tab === 'CHANGED'
        ? { revisionStates: ['EDITING', 'SUBMITTED'] }
        : { states: STATES[tab] }),
  };
}

/** What one wants to do next comes first, what ends it comes last. */
const ORDER: readonly DemandTransition[] = [
  'SUBMIT',
  'PUBLISH',
  'RENEW',
  'RETURN',
  'RESUME',
  'FULFILL',
  'SUSPEND',
  'REFUSE',
  'WITHDRAW',
];
const ENDS: readonly DemandTransition[] = ['REFUSE', 'WITHDRAW'];

/** Whether a step cannot be taken back. */
export const isEnd = (step: DemandTransition): boolean => ENDS.includes(step);

/** The steps in the order in which one thinks of them; what only the program does is left out. */
export const ordered = <Step extends { name: DemandTransition }>(steps: readonly Step[]): Step[] =>
  steps.filter(({ name }) => ORDER.includes(name)).sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));

/** What takes something away, or is for the day when there is a reason to. */
const NEVER_NEXT: readonly DemandTransition[] = ['SUSPEND', 'FULFILL'];

/** The step that is ours to take next, if one is free. What is shown anyway need not be renewed. */
export const nextOf = <Step extends { name: DemandTransition; blockedBy: readonly unknown[] }>(
  steps: readonly Step[],
  state: DemandState,
): Step | undefined =>
  steps.find(
    ({ name, blockedBy }) =>
      blockedBy.length === 0 && !isEnd(name) && !NEVER_NEXT.includes(name) && (name !== 'RENEW' || state === 'EXPIRED'),
  );
