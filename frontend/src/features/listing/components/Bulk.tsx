import { useQueryClient } from '@tanstack/react-query';

import { useSend } from '@/features/account';
import { MoveManyListingsDocument, type ListingRowFragment, type ListingTransition } from '@/gql/graphql';
import { useLabel } from '@/i18n';
import { BulkBar } from '@/ui/BulkBar';

import { keys } from '../queries';
import { useCells } from './useCells';

/** What can be done to all achievements that were chosen. */
export function Bulk({
  organizationId,
  rows,
  onClear,
}: {
  organizationId: string;
  rows: readonly ListingRowFragment[];
  onClear: () => void;
}) {
  const label = useLabel();
  const client = useQueryClient();
  const { title } = useCells();
  const send = useSend(MoveManyListingsDocument);
  return (
    <BulkBar<ListingTransition, ListingRowFragment>
      rows={rows}
      labelOf={(step) => label('ListingTransition', step)}
      titleOf={title}
      send={async (transition, few, reason) => {
        const ids = few.map(({ id }) => id);
        const { listingBulkTransition: answer } = await send.mutateAsync({
          input: { organizationId, transition, ids, reason },
        });
        return { refusal: answer.userErrors[0]?.message, failures: answer.report?.failures ?? [] };
      }}
      onMoved={() => client.invalidateQueries({ queryKey: keys.all })}
      onClear={onClear}
    />
  );
}
