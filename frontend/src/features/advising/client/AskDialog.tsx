import { useState } from 'react';

import { useSend } from '@/features/account';
import { AskForMandateDocument, type MandateScope } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { Checkbox, TextField } from '@/ui/Field';
import { AlertIcon } from '@/ui/icons';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { PartnerPicker, type Partner } from '../case/PartnerPicker';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { SCOPES } from '../vocabulary';

/** An advisor asks an enterprise for a mandate. */
export function AskDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(AskForMandateDocument);
  const [key] = useState(newKey);
  const [enterprise, setEnterprise] = useState<Partner>();
  const [unchosen, setUnchosen] = useState(false);
  const sent = useSendForm(
    { organizationId: '', scopes: ['DEMANDS'] as MandateScope[], validUntil: '', feeTerms: '', note: '' },
    async (values) => {
      setUnchosen(!enterprise);
      if (!enterprise) return [];
      const { mandateRequestSubmit: answer } = await send.mutateAsync({
        input: {
          organizationId: enterprise.organizationId,
          scopes: values.scopes,
          validUntil: values.validUntil,
          feeTerms: values.feeTerms.trim() || null,
          note: values.note,
          idempotencyKey: key,
        },
      });
      if (answer.userErrors.length === 0) {
        say(t('advising.ask.done'));
        onClose();
        void refresh();
      }
      return answer.userErrors;
    },
  );
  const { form, errorOf } = sent;
  return (
    <FormDialog title={t('advising.ask')} action={t('advising.ask.send')} sent={sent} onClose={onClose} wide>
      <p>{t('advising.ask.lead')}</p>
      <PartnerPicker
        legend={t('advising.ask.enterprise')}
        value={enterprise}
        error={unchosen && !enterprise ? t('ui.required') : errorOf('organizationId')}
        only="ENTERPRISE"
        onPick={setEnterprise}
      />
      <fieldset className={styles.choices}>
        <legend>{t('advising.ask.scopes')}</legend>
        {SCOPES.map((scope) => (
          <Checkbox key={scope} value={scope} {...form.register('scopes')}>
            {label('MandateScope', scope)}
          </Checkbox>
        ))}
        {errorOf('scopes') && (
          <p role="alert" className={styles.wrong}>
            <AlertIcon size={16} /> {errorOf('scopes')}
          </p>
        )}
      </fieldset>
      <TextField
        type="date"
        label={t('advising.mandate.until')}
        error={errorOf('validUntil')}
        {...form.register('validUntil', { required: t('ui.required') })}
      />
      <TextArea
        label={t('advising.ask.note')}
        hint={t('advising.ask.note.hint')}
        rows={3}
        error={errorOf('note')}
        {...form.register('note', { required: t('ui.required') })}
      />
      <TextArea
        label={t('advising.mandate.feeTerms')}
        hint={t('advising.mandate.feeTerms.hint')}
        rows={2}
        error={errorOf('feeTerms')}
        {...form.register('feeTerms')}
      />
    </FormDialog>
  );
}
