import { useState } from 'react';

import { useSend } from '@/features/account';
import { usePower } from '@/features/operation';
import {
  ArriveFeeDocument,
  DecideOutcomeDocument,
  RecordFeeDocument,
  type CaseFeeKind,
  type OutcomeLineFragment,
} from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { amountOf } from '@/lib/money';
import { todayInChina } from '@/lib/today';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { SelectField, TextField } from '@/ui/Field';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { FEES } from '../vocabulary';

type Fee = OutcomeLineFragment['fees'][number];
type Asking = { what: 'yes' | 'no' | 'fee' } | { what: 'arrived'; fee: Fee };

/** What an operator does with an outcome: decides whether it counts, and notes what is paid for it. */
export function OutcomeActions({ outcome }: { outcome: OutcomeLineFragment }) {
  const t = useT();
  const decides = usePower();
  const [asking, setAsking] = useState<Asking>();
  if (!decides) return null;
  const isOpen = outcome.state === 'FILED' || outcome.state === 'CONFIRMED';
  const close = () => setAsking(undefined);
  return (
    <>
      {outcome.state === 'CONFIRMED' && (
        <Button size="s" look="primary" onClick={() => setAsking({ what: 'yes' })}>
          {t('advising.decide.yes')}
        </Button>
      )}
      {isOpen && (
        <Button size="s" look="danger" onClick={() => setAsking({ what: 'no' })}>
          {t('advising.decide.no')}
        </Button>
      )}
      {outcome.state === 'VALIDATED' && (
        <Button size="s" onClick={() => setAsking({ what: 'fee' })}>
          {t('advising.fees.add')}
        </Button>
      )}
      {outcome.fees
        .filter(({ arrivedOn }) => !arrivedOn)
        .map((fee) => (
          <Button key={fee.id} size="s" onClick={() => setAsking({ what: 'arrived', fee })}>
            {t('advising.fees.arrived.of', { payer: fee.payer })}
          </Button>
        ))}
      {(asking?.what === 'yes' || asking?.what === 'no') && (
        <DecideDialog outcome={outcome} validate={asking.what === 'yes'} onClose={close} />
      )}
      {asking?.what === 'fee' && <FeeDialog outcome={outcome} onClose={close} />}
      {asking?.what === 'arrived' && <ArrivedDialog fee={asking.fee} onClose={close} />}
    </>
  );
}

function DecideDialog({
  outcome,
  validate,
  onClose,
}: {
  outcome: OutcomeLineFragment;
  validate: boolean;
  onClose: () => void;
}) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(DecideOutcomeDocument);
  const sent = useSendForm({ note: '' }, async ({ note }) => {
    const { outcomeDecide: answer } = await send.mutateAsync({
      input: { id: outcome.id, expectedVersion: outcome.version, validate, note: note.trim() || null },
    });
    if (answer.userErrors.length === 0) {
      say(t('advising.decide.done'));
      onClose();
      void refresh();
    }
    return answer.userErrors;
  });
  const word = t(validate ? 'advising.decide.yes' : 'advising.decide.no');
  return (
    <FormDialog
      title={word}
      action={word}
      isDangerous={!validate}
      sent={sent}
      onClose={onClose}
      onReload={() => void refresh().then(onClose)}
    >
      <p>{t(validate ? 'advising.decide.yes.what' : 'advising.decide.no.what')}</p>
      <TextArea
        label={t(validate ? 'advising.decide.note' : 'ui.confirm.reason')}
        rows={3}
        maxLength={1000}
        error={sent.errorOf('note')}
        {...sent.form.register('note')}
      />
    </FormDialog>
  );
}

function FeeDialog({ outcome, onClose }: { outcome: OutcomeLineFragment; onClose: () => void }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(RecordFeeDocument);
  const sent = useSendForm(
    { kind: 'SUBSIDY' as CaseFeeKind, payer: '', basis: '', amount: '' },
    async ({ kind, payer, basis, amount: text }) => {
      const amount = amountOf(text, 'CNY');
      if (!amount) return [{ code: 'BAD_USER_INPUT', message: t('advising.wrong.amount'), path: ['amount'] }];
      const { caseFeeRecord: answer } = await send.mutateAsync({
        input: { outcomeId: outcome.id, kind, payer: payer.trim(), basis: basis.trim(), amount },
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

function ArrivedDialog({ fee, onClose }: { fee: Fee; onClose: () => void }) {
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
