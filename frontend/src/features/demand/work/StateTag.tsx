import type { DemandRevisionState, DemandState, DemandSuspension } from '@/gql/graphql';
import { useLabel } from '@/i18n';
import { Tag } from '@/ui/Tag';

const TONES: Record<DemandState, 'plain' | 'bloom' | 'leaf' | 'clay' | 'sky'> = {
  DRAFT: 'plain',
  SUBMITTED: 'bloom',
  PUBLISHED: 'leaf',
  SUSPENDED: 'clay',
  WITHDRAWN: 'plain',
  EXPIRED: 'plain',
  FULFILLED: 'leaf',
  REFUSED: 'clay',
};

/** Where a demand stands, and where changes to it stand that the world does not see yet. */
export function DemandStateTag({
  state,
  revision,
  suspension,
}: {
  state: DemandState;
  revision?: DemandRevisionState | null | undefined;
  suspension?: DemandSuspension | null | undefined;
}) {
  const label = useLabel();
  return (
    <>
      <Tag tone={TONES[state]}>{label('DemandState', state)}</Tag>
      {suspension && (
        <>
          {' '}
          <Tag>{label('DemandSuspension', suspension)}</Tag>
        </>
      )}
      {revision && (
        <>
          {' '}
          <Tag tone={revision === 'SUBMITTED' ? 'bloom' : 'sky'}>{label('DemandRevisionState', revision)}</Tag>
        </>
      )}
    </>
  );
}
