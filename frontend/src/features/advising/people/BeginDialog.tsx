import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { BeginCaseDocument } from '@/gql/graphql';
import { useT } from '@/i18n';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { Checkbox } from '@/ui/Field';
import { AlertIcon } from '@/ui/icons';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';

/** An advisor begins a case with a client whose mandate runs, before there is a demand. */
export function BeginDialog({ client, onClose }: { client: { id: string; name: string }; onClose: () => void }) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const navigate = useNavigate();
  const send = useSend(BeginCaseDocument);
  const [key] = useState(newKey);
  const sent = useSendForm({ note: '', noConflict: false }, async (values) => {
    const { caseBegin: answer } = await send.mutateAsync({
      input: {
        organizationId: client.id,
        note: values.note.trim() || null,
        noConflict: values.noConflict,
        idempotencyKey: key,
      },
    });
    if (answer.brokerCase) {
      say(t('advising.begin.done'));
      void refresh();
      void navigate({ to: '/work/cases/$id', params: { id: answer.brokerCase.id } });
    }
    return answer.userErrors;
  });
  const { form, errorOf } = sent;
  return (
    <FormDialog
      title={t('advising.begin.with', { name: client.name })}
      action={t('advising.begin')}
      sent={sent}
      onClose={onClose}
    >
      <p>{t('advising.begin.lead')}</p>
      <TextArea
        label={t('advising.begin.note')}
        hint={t('advising.begin.note.hint')}
        rows={3}
        error={errorOf('note')}
        {...form.register('note')}
      />
      <div>
        <Checkbox {...form.register('noConflict')}>{t('advising.begin.noConflict')}</Checkbox>
        {errorOf('noConflict') && (
          <p role="alert" className={styles.wrong}>
            <AlertIcon size={16} /> {errorOf('noConflict')}
          </p>
        )}
      </div>
    </FormDialog>
  );
}
