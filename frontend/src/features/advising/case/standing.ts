import type { CaseQuery, ViewerQuery } from '@/gql/graphql';

type Case = NonNullable<CaseQuery['brokerCase']>;

/** From where somebody looks at a case, and what they work on in it. */
export interface Standing {
  isClient: boolean;
  /** Whether the viewer may write down what is done in it. */
  works: boolean;
  /** Whether the viewer is the advisor, whatever the state. */
  has: boolean;
}

export function standingOf(
  found: Pick<Case, 'client' | 'advisor' | 'viewerCanWork'>,
  advisor: string | undefined,
  viewer: ViewerQuery['viewer'] | undefined,
): Standing {
  return {
    isClient: (viewer?.memberships ?? []).some(
      ({ state, organization }) => state === 'ACTIVE' && organization?.id === found.client?.id,
    ),
    has: advisor !== undefined && found.advisor?.id === advisor,
    works: found.viewerCanWork,
  };
}
