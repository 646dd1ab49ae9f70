import { useState } from 'react';

import { useSend } from '@/features/account';
import {
  AppointAdvisorDocument,
  PauseAdvisorDocument,
  RemoveAdvisorDocument,
  RenewAdvisorDocument,
  ResumeAdvisorDocument,
  VetAdvisorDocument,
  type AdvisorDetailFragment,
  type AdvisorGrade,
  type AdvisorTransition,
} from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { todayInChina } from '@/lib/today';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { SelectField, TextField } from '@/ui/Field';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { GRADES } from '../vocabulary';

type Step = AdvisorDetailFragment['availableTransitions'][number];

/** What the viewer may do with an appointment. */
export function AdvisorSteps({ advisor }: { advisor: AdvisorDetailFragment }) {
  const t = useT();
  const label = useLabel();
  const [open, setOpen] = useState<Step>();
  if (advisor.availableTransitions.length === 0) return null;
  const next = advisor.availableTransitions.find(
    ({ name }) => name === 'VET' || name === 'APPOINT' || name === 'RESUME',
  );
  return (
    <section className={styles.steps} aria-labelledby="advisor-steps">
      <h2 id="advisor-steps">{t('advising.steps')}</h2>
      {advisor.availableTransitions.map((step) => (
        <div key={step.name} className={styles.step}>
          <Button
            look={step.name === 'REMOVE' ? 'danger' : step === next ? 'primary' : 'plain'}
            onClick={() => setOpen(step)}
          >
            {label('AdvisorTransition', step.name)}
          </Button>
        </div>
      ))}
      {open && <AdvisorStepDialog advisor={advisor} step={open} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

interface Given {
  grade: AdvisorGrade;
  termFrom: string;
  termUntil: string;
  reason: string;
}

function useAdvisorStep() {
  const vet = useSend(VetAdvisorDocument);
  const appoint = useSend(AppointAdvisorDocument);
  const renew = useSend(RenewAdvisorDocument);
  const pause = useSend(PauseAdvisorDocument);
  const resume = useSend(ResumeAdvisorDocument);
  const remove = useSend(RemoveAdvisorDocument);
  return async (name: AdvisorTransition, input: { id: string; expectedVersion: number }, given: Given) => {
    const { reason, ...term } = given;
    switch (name) {
      case 'VET':
        return (await vet.mutateAsync({ input })).advisorVet.userErrors;
      case 'APPOINT':
        return (await appoint.mutateAsync({ input: { ...input, ...term } })).advisorAppoint.userErrors;
      case 'RENEW':
        return (await renew.mutateAsync({ input: { ...input, ...term } })).advisorRenew.userErrors;
      case 'PAUSE':
        return (await pause.mutateAsync({ input })).advisorPause.userErrors;
      case 'RESUME':
        return (await resume.mutateAsync({ input })).advisorResume.userErrors;
      case 'REMOVE':
        return (await remove.mutateAsync({ input: { ...input, reason } })).advisorRemove.userErrors;
      // The program does it on the last day.
      case 'END':
        return [];
    }
  };
}

function AdvisorStepDialog({
  advisor,
  step,
  onClose,
}: {
  advisor: AdvisorDetailFragment;
  step: Step;
  onClose: () => void;
}) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const take = useAdvisorStep();
  const sent = useSendForm<Given>(
    {
      grade: advisor.grade ?? ('JUNIOR' as AdvisorGrade),
      termFrom: todayInChina(),
      termUntil: '',
      reason: '',
    },
    async (values) => {
      const refused = await take(step.name, { id: advisor.id, expectedVersion: advisor.version }, values);
      if (refused.length === 0) {
        say(t('advising.move.done', { step: label('AdvisorTransition', step.name) }));
        onClose();
        void refresh();
      }
      return refused;
    },
  );
  const { form, errorOf } = sent;
  const word = label('AdvisorTransition', step.name);
  return (
    <FormDialog
      title={word}
      action={word}
      isDangerous={step.name === 'REMOVE'}
      sent={sent}
      onClose={onClose}
      onReload={() => void refresh().then(onClose)}
    >
      <p>{t(`advising.appointment.${step.name}`)}</p>
      {step.requiredInputs.includes('grade') && (
        <SelectField label={t('advising.appointment.grade')} error={errorOf('grade')} {...form.register('grade')}>
          {GRADES.map((grade) => (
            <option key={grade} value={grade}>
              {label('AdvisorGrade', grade)}
            </option>
          ))}
        </SelectField>
      )}
      {step.requiredInputs.includes('termFrom') && (
        <div className={styles.pair}>
          <TextField
            type="date"
            label={t('advising.appointment.from')}
            error={errorOf('termFrom')}
            {...form.register('termFrom', { required: t('ui.required') })}
          />
          <TextField
            type="date"
            label={t('advising.appointment.until')}
            error={errorOf('termUntil')}
            {...form.register('termUntil', { required: t('ui.required') })}
          />
        </div>
      )}
      {step.requiredInputs.includes('reason') && (
        <TextArea
          label={t('ui.confirm.reason')}
          rows={3}
          maxLength={1000}
          error={errorOf('reason')}
          {...form.register('reason')}
        />
      )}
    </FormDialog>
  );
}
