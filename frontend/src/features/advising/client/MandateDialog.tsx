import { useState } from 'react';

import { useSend } from '@/features/account';
import { GrantMandateDocument, type MandateScope } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { Checkbox, SelectField, TextField } from '@/ui/Field';
import { AlertIcon } from '@/ui/icons';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { SCOPES } from '../vocabulary';

/** Lets an advisor act for an enterprise: in what, and until when. */
export function MandateDialog({
  advisor,
  firms,
  onClose,
}: {
  advisor: { id: string; name?: string | null | undefined };
  firms: readonly { id: string; name: string }[];
  onClose: () => void;
}) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(GrantMandateDocument);
  const [key] = useState(newKey);
  const sent = useSendForm(
    {
      organizationId: firms[0]?.id ?? '',
      scopes: SCOPES as MandateScope[],
      validUntil: '',
      feeTerms: '',
    },
    async (values) => {
      const { mandateGrant: answer } = await send.mutateAsync({
        input: {
          organizationId: values.organizationId,
          advisorId: advisor.id,
          scopes: values.scopes,
          validUntil: values.validUntil,
          feeTerms: values.feeTerms.trim() || null,
          idempotencyKey: key,
        },
      });
      if (answer.userErrors.length === 0) {
        say(t('advising.mandate.granted'));
        onClose();
        void refresh();
      }
      return answer.userErrors;
    },
  );
  const { form, errorOf } = sent;
  return (
    <FormDialog
      title={t('advising.mandate.grant.to', { name: advisor.name ?? '–' })}
      action={t('advising.mandate.grant')}
      sent={sent}
      onClose={onClose}
    >
      <p>{t('advising.mandate.lead')}</p>
      <p>{t('advising.reveals')}</p>
      {firms.length > 1 && (
        <SelectField
          label={t('advising.mandate.firm')}
          error={errorOf('organizationId')}
          {...form.register('organizationId')}
        >
          {firms.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <fieldset className={styles.choices}>
        <legend>{t('advising.mandate.scopes')}</legend>
        {SCOPES.map((scope) => (
          <Checkbox key={scope} value={scope} {...form.register('scopes')}>
            {label('MandateScope', scope)} <span className={styles.quiet}>{t(`advising.mandate.scope.${scope}`)}</span>
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
        hint={t('advising.mandate.until.hint')}
        error={errorOf('validUntil')}
        {...form.register('validUntil', { required: t('ui.required') })}
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
