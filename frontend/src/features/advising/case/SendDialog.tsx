import { useState } from 'react';

import { useSend } from '@/features/account';
import { SendShortlistDocument, type CasePickLineFragment } from '@/gql/graphql';
import { useT } from '@/i18n';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { TextField } from '@/ui/Field';
import { Notice } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import type { Case } from './CasePage';

/** Sends what was picked: how many go, how many there should be, and why there are no more. */
export function SendDialog({
  found,
  list,
  picks,
  onClose,
}: {
  found: Pick<Case, 'id' | 'version'>;
  list: { minimum: number };
  picks: readonly CasePickLineFragment[];
  onClose: () => void;
}) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(SendShortlistDocument);
  const [key] = useState(newKey);
  // What is not published any more stays behind.
  const count = picks.filter(({ listing }) => listing).length;
  const missing = Math.max(0, list.minimum - count);
  const sent = useSendForm({ minutes: '', explanation: '' }, async ({ minutes, explanation }) => {
    const { shortlistSend: answer } = await send.mutateAsync({
      input: {
        caseId: found.id,
        expectedVersion: found.version ?? 0,
        minutes: Number(minutes),
        explanation: explanation.trim() || null,
        idempotencyKey: key,
      },
    });
    if (answer.userErrors.length === 0) {
      say(t('advising.shortlist.sent'));
      onClose();
      void refresh();
    }
    return answer.userErrors;
  });
  const { form, errorOf } = sent;
  return (
    <FormDialog
      title={t('advising.shortlist.send')}
      action={t('advising.shortlist.send.go')}
      sent={sent}
      onClose={onClose}
      onReload={() => {
        void refresh();
        onClose();
      }}
    >
      <p>{t('advising.shortlist.send.lead', { count })}</p>
      {count < picks.length && (
        <Notice>
          <p>{t('advising.shortlist.send.behind', { count: picks.length - count })}</p>
        </Notice>
      )}
      {missing > 0 && (
        <Notice tone="bloom">
          <p>{t('advising.shortlist.send.missing', { missing, minimum: list.minimum })}</p>
        </Notice>
      )}
      <TextArea
        label={t(missing > 0 ? 'advising.shortlist.why' : 'advising.shortlist.word')}
        hint={t('advising.shortlist.why.hint')}
        rows={3}
        maxLength={1000}
        error={errorOf('explanation')}
        {...form.register('explanation', {
          validate: (text) => missing === 0 || text.trim() !== '' || t('ui.required'),
        })}
      />
      <TextField
        type="number"
        label={t('advising.shortlist.minutes')}
        hint={t('advising.shortlist.minutes.hint')}
        min={1}
        max={1440}
        error={errorOf('minutes')}
        {...form.register('minutes', { required: t('ui.required') })}
      />
    </FormDialog>
  );
}
