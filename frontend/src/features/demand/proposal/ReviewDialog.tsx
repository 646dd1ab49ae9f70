import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';

import { useSend } from '@/features/account';
import { ReviewProposalDocument, type ProposalJudgedFragment } from '@/gql/graphql';
import { useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { SelectField } from '@/ui/Field';
import { ErrorBox, Notice } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';
import styles from '../work/Steps.module.css';
import { CRITERIA } from './model';

/** As much as the server takes. */
const NOTE_LENGTH = 500;
const POINTS = [5, 4, 3, 2, 1] as const;

/** Points and a few words for a proposal, which the own people read. */
export function ReviewDialog({ proposal, onClose }: { proposal: ProposalJudgedFragment; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const say = useToast();
  const client = useQueryClient();
  const send = useSend(ReviewProposalDocument);
  const own = proposal.viewerReview;
  const begun = {
    fit: String(own?.fit ?? ''),
    readiness: String(own?.readiness ?? ''),
    effort: String(own?.effort ?? ''),
    note: own?.note ?? '',
  };
  const { form, submit, busy, problems, error, errorOf } = useSendForm(begun, async (values) => {
    const { demandProposalReview: answer } = await send.mutateAsync({
      input: {
        id: proposal.id,
        expectedVersion: own?.version ?? 0,
        fit: Number(values.fit),
        readiness: Number(values.readiness),
        effort: Number(values.effort),
        note: values.note.trim() || null,
      },
    });
    if (answer.userErrors.length === 0) {
      say(t('demand.review.done'));
      onClose();
      void client.invalidateQueries({ queryKey: keys.all });
    }
    return answer.userErrors;
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(own ? 'demand.review.change' : 'demand.review.give')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={id} look="primary" busy={busy}>
            {t('demand.review.go')}
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
        {CRITERIA.map((name) => (
          <SelectField
            key={name}
            label={t(`demand.review.${name}`)}
            hint={t(`demand.review.hint.${name}`)}
            error={errorOf(name)}
            {...form.register(name, { required: t('ui.required') })}
          >
            <option value="">{t('demand.empty')}</option>
            {POINTS.map((points) => (
              <option key={points} value={points}>
                {points}
              </option>
            ))}
          </SelectField>
        ))}
        <TextArea
          label={t('demand.review.note')}
          hint={t('demand.review.note.hint')}
          rows={3}
          maxLength={NOTE_LENGTH}
          error={errorOf('note')}
          {...form.register('note')}
        />
      </form>
    </Dialog>
  );
}
