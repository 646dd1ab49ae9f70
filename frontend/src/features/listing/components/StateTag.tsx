import type { ListingRevisionState, ListingState, ListingSuspension } from '@/gql/graphql';
import { useLabel } from '@/i18n';
import { Tag } from '@/ui/Tag';

const TONES: Record<ListingState, 'plain' | 'bloom' | 'leaf' | 'clay' | 'sky'> = {
  DRAFT: 'plain',
  SUBMITTED: 'bloom',
  APPROVED: 'sky',
  PUBLISHED: 'leaf',
  SUSPENDED: 'clay',
  WITHDRAWN: 'plain',
  EXPIRED: 'plain',
  TRANSFERRED: 'plain',
};

/** Where a listing stands, and where changes to it stand that the world does not see yet. */
export function StateTag({
  state,
  revision,
  suspension,
}: {
  state: ListingState;
  revision?: ListingRevisionState | null | undefined;
  suspension?: ListingSuspension | null | undefined;
}) {
  const label = useLabel();
  return (
    <>
      <Tag tone={TONES[state]}>{label('ListingState', state)}</Tag>
      {suspension && (
        <>
          {' '}
          <Tag>{label('ListingSuspension', suspension)}</Tag>
        </>
      )}
      {revision && (
        <>
          {' '}
          <Tag tone={revision === 'SUBMITTED' ? 'bloom' : 'sky'}>{label('ListingRevisionState', revision)}</Tag>
        </>
      )}
    </>
  );
}
