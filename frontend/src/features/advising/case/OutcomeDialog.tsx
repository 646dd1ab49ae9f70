import { useId, useState } from 'react';

import { useSend } from '@/features/account';
import { readFragment } from '@/gql';
import { FileOutcomeDocument, IntroductionLineFragmentDoc, type OutcomeKind } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { newKey } from '@/lib/key';
import { amountOf } from '@/lib/money';
import { useSendForm } from '@/lib/useSendForm';
import { Checkbox, SelectField, TextField } from '@/ui/Field';
import { Notice } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { OUTCOMES } from '../vocabulary';
import type { Case } from './CasePage';
import { canHash, hashOf } from './model';

/** Files what came of a case. The contract stays where it is: what goes to the server is its hash. */
export function OutcomeDialog({ found, onClose }: { found: Case; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(FileOutcomeDocument);
  const [key] = useState(newKey);
  const confirmed = readFragment(IntroductionLineFragmentDoc, found.introductions)
    .filter(({ state }) => state === 'CONFIRMED')
    .map(({ counterparty }) => counterparty);
  const parties = [found.counterparty, ...confirmed]
    .flatMap((party) => party ?? [])
    .filter((party, place, all) => all.findIndex((one) => one.id === party.id) === place);
  const sent = useSendForm(
    {
      organizationId: parties[0]?.id ?? '',
      kind: 'LICENSE' as OutcomeKind,
      contractHash: '',
      amount: '',
      signedOn: '',
      useFirstPayLater: false,
      threeParty: false,
      serviceDutyUntil: '',
      note: '',
    },
    async (values) => {
      const amount = amountOf(values.amount, 'CNY');
      if (!amount) return [{ code: 'BAD_USER_INPUT', message: t('advising.wrong.amount'), path: ['amount'] }];
      const { outcomeFile: answer } = await send.mutateAsync({
        input: {
          ...values,
          amount,
          contractHash: values.contractHash.trim(),
          note: values.note.trim() || null,
          // Who unticks the box has not signed, whatever day stands below.
          serviceDutyUntil: (values.threeParty && values.serviceDutyUntil) || null,
          caseId: found.id,
          idempotencyKey: key,
        },
      });
      if (answer.userErrors.length === 0) {
        say(t('advising.outcomes.filed'));
        onClose();
        void refresh();
      }
      return answer.userErrors;
    },
  );
  const { form, errorOf } = sent;
  const three = form.watch('threeParty');
  return (
    <FormDialog
      title={t('advising.outcomes.file')}
      action={t('advising.outcomes.file.go')}
      sent={sent}
      onClose={onClose}
    >
      <p>{t('advising.outcomes.lead')}</p>
      {parties.length === 0 && <Notice tone="clay">{t('advising.outcomes.nobody')}</Notice>}
      <SelectField
        label={t('advising.case.counterparty')}
        error={errorOf('organizationId')}
        {...form.register('organizationId', { required: t('ui.required') })}
      >
        {parties.map((party) => (
          <option key={party.id} value={party.id}>
            {party.name}
          </option>
        ))}
      </SelectField>
      <div className={styles.pair}>
        <SelectField label={t('advising.outcomes.kind')} error={errorOf('kind')} {...form.register('kind')}>
          {OUTCOMES.map((kind) => (
            <option key={kind} value={kind}>
              {label('OutcomeKind', kind)}
            </option>
          ))}
        </SelectField>
        <TextField
          type="date"
          label={t('advising.outcomes.signedOn')}
          error={errorOf('signedOn')}
          {...form.register('signedOn', { required: t('ui.required') })}
        />
        <TextField
          inputMode="decimal"
          label={t('advising.outcomes.amount')}
          error={errorOf('amount')}
          {...form.register('amount', { required: t('ui.required') })}
        />
      </div>
      {canHash() && (
        <div>
          <label htmlFor={`${id}-file`}>
            <b>{t('advising.outcomes.file.choose')}</b>
          </label>
          <p className={styles.quiet}>{t('advising.outcomes.file.hint')}</p>
          <input
            id={`${id}-file`}
            type="file"
            onChange={({ target: { files } }) => {
              const file = files?.[0];
              if (file) void hashOf(file).then((hash) => form.setValue('contractHash', hash, { shouldValidate: true }));
            }}
          />
        </div>
      )}
      <TextField
        label={t('advising.outcomes.hash')}
        hint={t('advising.outcomes.hash.hint')}
        spellCheck={false}
        autoComplete="off"
        error={errorOf('contractHash')}
        {...form.register('contractHash', { required: t('ui.required') })}
      />
      <Checkbox {...form.register('useFirstPayLater')}>{t('advising.outcomes.later')}</Checkbox>
      <Checkbox {...form.register('threeParty')}>{t('advising.outcomes.three.signed')}</Checkbox>
      {three && (
        <TextField
          type="date"
          label={t('advising.outcomes.duty')}
          hint={t('advising.outcomes.duty.hint')}
          error={errorOf('serviceDutyUntil')}
          {...form.register('serviceDutyUntil')}
        />
      )}
      <TextArea
        label={t('advising.outcomes.note')}
        rows={2}
        maxLength={1000}
        error={errorOf('note')}
        {...form.register('note')}
      />
    </FormDialog>
  );
}
