import { useId } from 'react';

import { useSend } from '@/features/account';
import { GiveFeedbackDocument, type MatchVerdict } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { all } from '@/lib/vocabulary';
import { Button } from '@/ui/Button';
import { Choice, Choices } from '@/ui/Choice';
import { Dialog } from '@/ui/Dialog';
import { ErrorBox, Notice } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';

import styles from '../work/Steps.module.css';
import { useFeedbackDone } from './useFeedbackDone';

/** As much as the server takes. */
const NOTE_LENGTH = 1000;

const REASONS = all<MatchVerdict>({
  INTERESTED: true,
  TOO_EARLY: true,
  TOO_DEAR: true,
  WRONG_FIELD: true,
  UNCLEAR_BENEFIT: true,
  TERMS: true,
  KNOWN_ALREADY: true,
  OTHER: true,
}).filter((verdict) => verdict !== 'INTERESTED');

/** Puts a listing aside, with the reason. The office learns how many thought so, never who. */
export function PassDialog({ demand, listing, onClose }: { demand: string; listing: string; onClose: () => void }) {
  const t = useT();
  const label = useLabel();
  const id = useId();
  const done = useFeedbackDone();
  const send = useSend(GiveFeedbackDocument);
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    { verdict: '' as MatchVerdict | '', note: '' },
    async ({ verdict, note }) => {
      const { matchFeedbackGive: answer } = await send.mutateAsync({
        input: { demandId: demand, listingId: listing, verdict: verdict || 'OTHER', note: note.trim() || null },
      });
      if (answer.userErrors.length === 0) {
        onClose();
        done([], t('match.pass.done'));
      }
      return answer.userErrors;
    },
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('match.pass.title')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={id} look="primary" busy={busy}>
            {t('match.pass.go')}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.confirm} noValidate onSubmit={(event) => void submit(event)}>
        {error && <ErrorBox error={error} />}
        {problems.map(({ code, message }) => (
          <div key={code} role="alert">
            <Notice tone="clay">{message}</Notice>
          </div>
        ))}
        <p>{t('match.pass.lead')}</p>
        <Choices legend={t('demand.answer.reason')} error={errorOf('verdict')}>
          {REASONS.map((verdict) => (
            <Choice
              key={verdict}
              title={label('MatchVerdict', verdict)}
              value={verdict}
              {...form.register('verdict', { required: t('ui.required') })}
            />
          ))}
        </Choices>
        <TextArea
          label={t('demand.answer.note')}
          hint={t('match.pass.note')}
          maxLength={NOTE_LENGTH}
          error={errorOf('note')}
          {...form.register('note')}
        />
      </form>
    </Dialog>
  );
}
