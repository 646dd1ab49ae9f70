import { useQueryClient } from '@tanstack/react-query';

import { useSend } from '@/features/account';
import { SortProposalDocument, type DemandProposalStage, type ProposalJudgedFragment } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';
import { STAGES } from './address';
import styles from './Reviews.module.css';

/** Sorts a proposal for the enterprise's own people, one way and back: each stage is one click from the others. */
export function Sorting({ proposal }: { proposal: ProposalJudgedFragment }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const client = useQueryClient();
  const send = useSend(SortProposalDocument);
  const { id, stage, stageVersion } = proposal;
  const sort = async (to: DemandProposalStage) => {
    try {
      const input = { id, expectedVersion: stageVersion ?? 0, stage: to };
      const { demandProposalStage: answer } = await send.mutateAsync({ input });
      say(answer.userErrors[0]?.message ?? t('demand.stage.done', { stage: label('DemandProposalStage', to) }));
      await client.invalidateQueries({ queryKey: keys.all });
    } catch (thrown) {
      say(asApiError(thrown).message);
    }
  };
  return (
    <div role="group" aria-label={t('demand.stage')} className={styles.stages}>
      {STAGES.map((to) => (
        <Button
          key={to}
          size="s"
          look={to === stage ? 'primary' : 'plain'}
          aria-pressed={to === stage}
          busy={send.isPending}
          onClick={() => to !== stage && void sort(to)}
        >
          {label('DemandProposalStage', to)}
        </Button>
      ))}
    </div>
  );
}
