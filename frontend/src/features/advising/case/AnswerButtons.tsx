import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { AnswerPickDocument, type CasePickLineFragment, type MatchVerdict } from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { pick as inLanguage } from '@/lib/text';
import { all } from '@/lib/vocabulary';
import { Button } from '@/ui/Button';
import { Choice, Choices } from '@/ui/Choice';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';

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

/** What the client says of a listing that was picked for it: a yes or a no with the reason, each with a word for the advisor. */
export function AnswerButtons({ pick }: { pick: CasePickLineFragment }) {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const [open, setOpen] = useState<'yes' | 'no'>();
  const title = (pick.listing && inLanguage(pick.listing.title, locale)?.text) ?? '';
  return (
    <div className={styles.buttons} role="group" aria-label={title}>
      {pick.verdict !== 'INTERESTED' && (
        <Button size="s" look="primary" aria-haspopup="dialog" onClick={() => setOpen('yes')}>
          {label('MatchVerdict', 'INTERESTED')}
        </Button>
      )}
      <Button size="s" aria-haspopup="dialog" onClick={() => setOpen('no')}>
        {t('match.pass')}
      </Button>
      {open && <AnswerDialog pick={pick} isYes={open === 'yes'} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

function AnswerDialog({ pick, isYes, onClose }: { pick: CasePickLineFragment; isYes: boolean; onClose: () => void }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const client = useQueryClient();
  const send = useSend(AnswerPickDocument);
  const sent = useSendForm({ verdict: '' as MatchVerdict | '', note: '' }, async ({ verdict, note }) => {
    const { casePickAnswer: answer } = await send.mutateAsync({
      input: { id: pick.id, verdict: isYes ? 'INTERESTED' : verdict || 'OTHER', note: note.trim() || null },
    });
    if (answer.userErrors.length === 0) {
      say(t('advising.shortlist.answered'));
      onClose();
      void refresh();
      // What is said here is said of the match.
      void client.invalidateQueries({ queryKey: ['demand', 'listingMatches'] });
    }
    return answer.userErrors;
  });
  const { form, errorOf } = sent;
  return (
    <FormDialog
      title={isYes ? label('MatchVerdict', 'INTERESTED') : t('match.pass.title')}
      action={t('advising.shortlist.answer.go')}
      sent={sent}
      onClose={onClose}
    >
      <p>{t(isYes ? 'advising.shortlist.yes.lead' : 'advising.shortlist.no.lead')}</p>
      {!isYes && (
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
      )}
      <TextArea
        label={t('advising.shortlist.note')}
        hint={t('advising.shortlist.note.hint')}
        rows={3}
        maxLength={1000}
        error={errorOf('note')}
        {...form.register('note')}
      />
    </FormDialog>
  );
}
