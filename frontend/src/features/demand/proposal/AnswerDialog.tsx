import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';

import { useSend } from '@/features/account';
import { AnswerProposalDocument, type PassReason, type ProposalShownFragment } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Choice, Choices } from '@/ui/Choice';
import { Dialog } from '@/ui/Dialog';
import { ErrorBox, Notice } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';
import styles from '../work/Steps.module.css';
import { PASS_REASONS } from './model';

/** As much as the server takes. */
const NOTE_LENGTH = 1000;

/** Says yes to a proposal, or no with a reason that the office learns from. */
export function AnswerDialog({
  proposal,
  isInterested,
  onClose,
}: {
  proposal: ProposalShownFragment;
  isInterested: boolean;
  onClose: () => void;
}) {
  const t = useT();
  const label = useLabel();
  const id = useId();
  const say = useToast();
  const client = useQueryClient();
  const send = useSend(AnswerProposalDocument);
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    { reason: '' as PassReason | '', note: '' },
    async ({ reason, note }) => {
      const { demandProposalAnswer: answer } = await send.mutateAsync({
        input: {
          id: proposal.id,
          expectedVersion: proposal.version,
          interested: isInterested,
          ...(isInterested || !reason ? {} : { reason }),
          ...(note.trim() ? { note: note.trim() } : {}),
        },
      });
      if (answer.userErrors.length === 0) {
        say(t('demand.answer.done'));
        onClose();
        void client.invalidateQueries({ queryKey: keys.all });
      }
      return answer.userErrors;
    },
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(isInterested ? 'demand.answer.interested' : 'demand.answer.pass')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={id} look="primary" busy={busy}>
            {t('demand.answer.go')}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.confirm} noValidate onSubmit={(event) => void submit(event)}>
        {error && <ErrorBox error={error} />}
        {problems.map(({ code, message }) => (
          <div key={code} role="alert">
            <Notice tone="clay">
              <p>{message}</p>
              {code === 'STALE_VERSION' && (
                <Button size="s" onClick={() => void client.invalidateQueries({ queryKey: keys.all })}>
                  {t('ui.stale.load')}
                </Button>
              )}
            </Notice>
          </div>
        ))}
        <p>{t(isInterested ? 'demand.answer.interested.lead' : 'demand.answer.pass.lead')}</p>
        {!isInterested && (
          <Choices legend={t('demand.answer.reason')} error={errorOf('reason')}>
            {PASS_REASONS.map((reason) => (
              <Choice
                key={reason}
                title={label('PassReason', reason)}
                value={reason}
                {...form.register('reason', { required: t('ui.required') })}
              />
            ))}
          </Choices>
        )}
        <TextArea
          label={t('demand.answer.note')}
          hint={t(isInterested ? 'demand.answer.note.read' : 'demand.answer.note.hint')}
          maxLength={NOTE_LENGTH}
          error={errorOf('note')}
          {...form.register('note')}
        />
      </form>
    </Dialog>
  );
}
