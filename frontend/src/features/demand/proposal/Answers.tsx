import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { RevealProposalDocument, WithdrawProposalDocument, type ProposalShownFragment } from '@/gql/graphql';
import { useT } from '@/i18n';
import type { Problem } from '@/lib/form';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';
import styles from '../work/Steps.module.css';
import { AnswerDialog } from './AnswerDialog';

type Asking = 'interested' | 'pass' | 'reveal' | 'withdraw';

/** What can be done with a proposal now, by whom it may be done. */
export function Answers({ proposal }: { proposal: ProposalShownFragment }) {
  const t = useT();
  const say = useToast();
  const client = useQueryClient();
  const reveal = useSend(RevealProposalDocument);
  const withdraw = useSend(WithdrawProposalDocument);
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  const refresh = () => client.invalidateQueries({ queryKey: keys.all });
  const done = (problems: readonly Problem[], said: string) => {
    if (problems.length === 0) {
      say(said);
      void refresh();
    }
    return problems;
  };
  const input = { id: proposal.id, expectedVersion: proposal.version };
  const { viewerCanAnswer, viewerCanReveal, viewerCanWithdraw } = proposal;
  const isAnswered = proposal.state === 'INTERESTED';
  // Of a public demand everybody knows whose it is: there is little to tell.
  const isHidden = proposal.demand?.visibility !== 'PUBLIC';
  if (!viewerCanAnswer && !viewerCanReveal && !viewerCanWithdraw) return null;
  return (
    <section className={styles.steps} aria-labelledby="answers">
      <h2 id="answers">{t('demand.steps')}</h2>
      {viewerCanReveal && (
        <Button look={isHidden ? 'primary' : 'plain'} onClick={() => setAsking('reveal')}>
          {t('demand.reveal')}
        </Button>
      )}
      {viewerCanAnswer && (
        <>
          <Button look={isAnswered ? 'plain' : 'primary'} onClick={() => setAsking('interested')}>
            {t('demand.answer.interested')}
          </Button>
          <Button onClick={() => setAsking('pass')}>{t('demand.answer.pass')}</Button>
        </>
      )}
      {viewerCanWithdraw && (
        <Button look="danger" onClick={() => setAsking('withdraw')}>
          {t('demand.proposal.withdraw')}
        </Button>
      )}
      {(asking === 'interested' || asking === 'pass') && (
        <AnswerDialog proposal={proposal} isInterested={asking === 'interested'} onClose={close} />
      )}
      <ConfirmDialog
        open={asking === 'reveal'}
        onClose={close}
        isDangerous
        title={t('demand.reveal')}
        action={t('demand.reveal')}
        word={proposal.organization?.name}
        onReload={() => void refresh()}
        onConfirm={async () =>
          done(
            (await reveal.mutateAsync({ input })).demandProposalReveal.userErrors,
            t('demand.reveal.done', { name: proposal.organization?.name ?? '' }),
          )
        }
      >
        <p>{t('demand.reveal.lead', { name: proposal.organization?.name ?? '' })}</p>
        <ul>
          {(['name', 'contact', 'only', 'final'] as const).map((what) => (
            <li key={what}>{t(`demand.reveal.what.${what}`)}</li>
          ))}
        </ul>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'withdraw'}
        onClose={close}
        isDangerous
        title={t('demand.proposal.withdraw')}
        action={t('demand.proposal.withdraw')}
        onReload={() => void refresh()}
        onConfirm={async () =>
          done(
            (await withdraw.mutateAsync({ input })).demandProposalWithdraw.userErrors,
            t('demand.proposal.withdrawn'),
          )
        }
      >
        <p>{t('demand.proposal.withdraw.lead')}</p>
      </ConfirmDialog>
    </section>
  );
}
