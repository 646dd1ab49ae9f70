import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';

import { useSend } from '@/features/account';
import { ProposeSplitDocument, type DemandStatusFragment } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { ErrorBox, Notice } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';

import { keys } from '../queries';
import styles from './Steps.module.css';

const EMPTY = { keptTitle: '', keptProblem: '', otherTitle: '', otherProblem: '', note: '' };
/** Where each field of the form stands in the input. */
const PATHS: Record<string, keyof typeof EMPTY> = {
  'kept.title': 'keptTitle',
  'kept.problem': 'keptProblem',
  'splitOff.title': 'otherTitle',
  'splitOff.problem': 'otherProblem',
  note: 'note',
};

/** Proposes to make two of a demand: what it would say itself, and what the new one would. Nothing changes by it. */
export function SplitDialog({ demand, onClose }: { demand: DemandStatusFragment; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { locale } = useLocale();
  const send = useSend(ProposeSplitDocument);
  const [key] = useState(newKey);
  const { form, submit, busy, problems, error, errorOf } = useSendForm(EMPTY, async (values) => {
    const told = (text: string) => (locale === 'en' ? { en: text } : { zh: text });
    const part = (title: string, problem: string) => ({
      ...(title.trim() ? { title: told(title) } : {}),
      ...(problem.trim() ? { problem: told(problem) } : {}),
    });
    const { demandSplitPropose: answer } = await send.mutateAsync({
      input: {
        demandId: demand.id,
        expectedVersion: demand.version,
        note: values.note.trim() || null,
        kept: part(values.keptTitle, values.keptProblem),
        splitOff: part(values.otherTitle, values.otherProblem),
        idempotencyKey: key,
      },
    });
    if (answer.demandSplit) {
      await client.invalidateQueries({ queryKey: keys.all });
      void navigate({ to: '/work/splits/$id', params: { id: answer.demandSplit.id } });
    }
    return answer.userErrors.map((problem) => {
      const path = (problem.path ?? []).join('.');
      const field = Object.keys(PATHS).find((start) => path.includes(start));
      return field ? { ...problem, path: [PATHS[field] as string] } : problem;
    });
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('demand.splits.propose')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={id} look="primary" busy={busy}>
            {t('demand.splits.propose.go')}
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
        <p>{t('demand.splits.propose.lead')}</p>
        <fieldset className={styles.note}>
          <legend>{t('enum.DemandSplitPartName.KEPT')}</legend>
          <TextField
            label={t('demand.field.title')}
            hint={t('demand.splits.keep')}
            error={errorOf('keptTitle')}
            {...form.register('keptTitle')}
          />
          <TextArea
            label={t('demand.field.problem')}
            hint={t('demand.splits.keep')}
            error={errorOf('keptProblem')}
            {...form.register('keptProblem')}
          />
        </fieldset>
        <fieldset className={styles.note}>
          <legend>{t('enum.DemandSplitPartName.SPLIT_OFF')}</legend>
          <TextField
            label={t('demand.field.title')}
            error={errorOf('otherTitle')}
            {...form.register('otherTitle', { required: t('ui.required') })}
          />
          <TextArea
            label={t('demand.field.problem')}
            hint={t('demand.splits.keep')}
            error={errorOf('otherProblem')}
            {...form.register('otherProblem')}
          />
        </fieldset>
        <TextArea
          label={t('demand.splits.note')}
          rows={2}
          maxLength={1000}
          error={errorOf('note')}
          {...form.register('note')}
        />
      </form>
    </Dialog>
  );
}
