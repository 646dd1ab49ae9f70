import { useQueryClient } from '@tanstack/react-query';

import { useSend } from '@/features/account';
import { MoveManyDemandsDocument, type DemandTransition, type OwnDemandsQuery } from '@/gql/graphql';
import { useLabel } from '@/i18n';
import { BulkBar } from '@/ui/BulkBar';

import { keys } from '../queries';

type Node = OwnDemandsQuery['demands']['nodes'][number];

/** A demand that was chosen, as the list showed it. */
export interface Chosen {
  id: string;
  title: string;
  version: number;
  availableTransitions: NonNullable<Node['availableTransitions']>;
}

/** What an operator can do with all demands that were chosen, as they were looked at. */
export function Bulk({ rows, onClear }: { rows: readonly Chosen[]; onClear: () => void }) {
  const label = useLabel();
  const client = useQueryClient();
  const send = useSend(MoveManyDemandsDocument);
  return (
    <BulkBar<DemandTransition, Chosen>
      rows={rows}
      labelOf={(step) => label('DemandTransition', step)}
      titleOf={({ title }) => title}
      send={async (transition, few, reason) => {
        const demands = few.map(({ id, version }) => ({ id, expectedVersion: version }));
        const { demandBulkTransition: answer } = await send.mutateAsync({ input: { transition, demands, reason } });
        return { refusal: answer.userErrors[0]?.message, failures: answer.report?.failures ?? [] };
      }}
      onMoved={() => client.invalidateQueries({ queryKey: keys.all })}
      onClear={onClear}
    />
  );
}
