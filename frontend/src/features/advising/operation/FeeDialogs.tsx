import { useState } from 'react';

import { useSend } from '@/features/account';
import {
  ArriveFeeDocument,
  CancelFeeDocument,
  RecordFeeDocument,
  type CaseFeeKind,
  type OutcomeLineFragment,
} from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { newKey } from '@/lib/key';
import { amountOf } from '@/lib/money';
import { todayInChina } from '@/lib/today';
import { useSendForm } from '@/lib/useSendForm';
import { SelectField, TextField } from '@/ui/Field';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { FEES } from '../vocabulary';

export type Fee = OutcomeLineFragment['fees'][number];

/** Notes what is to be paid. */
export function FeeDialog({ outcome, onClose }: { outcome: OutcomeLineFragment; onClose: () => void }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(RecordFeeDocument);
  const [key] = useState(newKey);
  const sent = useSendForm(
    { kind: 'SUBSIDY' as CaseFeeKind, payer: '', basis: '', amount: '' },
    async ({ kind, payer, basis, amount: text }) => {
      const amount = amountOf(text, 'CNY');
      if (!amount) return [{ code: 'BAD_USER_INPUT', message: t('advising.wrong.amount'), path: ['amount'] }];
      const { caseFeeRecord: answer } = await send.mutateAsync({
        input: { outcomeId: outcome.id, kind, payer: payer.trim(), basis: basis.trim(), amount, idempotencyKey: key },
      });
      if (answer.userErrors.length === 0) {
        say(t('advising.fees.added'));
        onClose();
        void refresh();
      }
      return answer.userErrors;
    },
  );
  const { form, errorOf } = sent;
  const told = (text: string) => text.trim() !== '' || t('ui.required');
  return (
    <FormDialog title={t('advising.fees.add')} action={t('advising.fees.save')} sent={sent} onClose={onClose}>
      <p>{t('advising.fees.lead')}</p>
      <SelectField label={t('advising.fees.kind')} error={errorOf('kind')} {...form.register('kind')}>
        {FEES.map((kind) => (
          <option key={kind} value={kind}>
            {label('CaseFeeKind', kind)}
          </option>
        ))}
      </SelectField>
      <div className={styles.pair}>
        <TextField
          label={t('advising.fees.payer')}
          maxLength={200}
          error={errorOf('payer')}
          {...form.register('payer', { validate: told })}
        />
        <TextField
          inputMode="decimal"
          label={t('advising.outcomes.amount')}
          error={errorOf('amount')}
          {...form.register('amount', { required: t('ui.required') })}
        />
      </div>
      <TextArea
        label={t('advising.fees.basis')}
        hint={t('advising.fees.basis.hint')}
        rows={2}
        maxLength={500}
        error={errorOf('basis')}
        {...form.register('basis', { validate: told })}
      />
    </FormDialog>
  );
}

/** Notes the day on which it arrived. */
export function ArrivedDialog({ fee, onClose }: { fee: Fee; onClose: () => void }) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(ArriveFeeDocument);
  const sent = useSendForm({ arrivedOn: todayInChina() }, async ({ arrivedOn }) => {
    const { caseFeeArrive: answer } = await send.mutateAsync({
      input: { id: fee.id, expectedVersion: fee.version, arrivedOn },
    });
    if (answer.userErrors.length === 0) {
      say(t('advising.fees.noted'));
      onClose();
      void refresh();
    }
    return answer.userErrors;
  });
  return (
    <FormDialog title={t('advising.fees.arrived')} action={t('advising.fees.arrived')} sent={sent} onClose={onClose}>
      <p>{t('advising.fees.arrived.lead', { payer: fee.payer })}</p>
      <TextField
        type="date"
        label={t('advising.fees.day')}
        error={sent.errorOf('arrivedOn')}
        {...sent.form.register('arrivedOn', { required: t('ui.required') })}
      />
    </FormDialog>
  );
}

/** Cancels one that was noted by mistake or that nobody will pay; it stays readable. */
export function CancelDialog({ fee, onClose }: { fee: Fee; onClose: () => void }) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(CancelFeeDocument);
  const sent = useSendForm({ reason: '' }, async ({ reason }) => {
    const { caseFeeCancel: answer } = await send.mutateAsync({
      input: { id: fee.id, expectedVersion: fee.version, reason: reason.trim() || null },
    });
    if (answer.userErrors.length === 0) {
      say(t('advising.fees.cancelled'));
      onClose();
      void refresh();
    }
    return answer.userErrors;
  });
  return (
    <FormDialog
      title={t('advising.fees.cancel')}
      action={t('advising.fees.cancel')}
      isDangerous
      sent={sent}
      onClose={onClose}
      onReload={() => void refresh().then(onClose)}
    >
      <p>{t('advising.fees.cancel.what', { payer: fee.payer })}</p>
      <TextArea
        label={t('ui.confirm.reason')}
        rows={3}
        maxLength={500}
        error={sent.errorOf('reason')}
        {...sent.form.register('reason')}
      />
    </FormDialog>
  );
}
