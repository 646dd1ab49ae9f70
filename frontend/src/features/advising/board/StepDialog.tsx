import { useId, useState } from 'react';

import type { CaseMoveFragment, CaseTransition } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Choice, Choices } from '@/ui/Choice';
import { Dialog } from '@/ui/Dialog';
import { Checkbox } from '@/ui/Field';
import { AlertIcon } from '@/ui/icons';
import { ErrorBox, Notice } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from './StepDialog.module.css';
import { isEnd } from './model';
import { useStep } from './useStep';

/** Asks which step, and for what it needs. What stands in the way of one is said beside it. */
export function StepDialog({
  subject,
  name,
  moves,
  onClose,
  onDone,
}: {
  subject: { id: string; version: number };
  name: string;
  moves: readonly CaseMoveFragment[];
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useT();
  const label = useLabel();
  const id = useId();
  const say = useToast();
  const step = useStep();
  const free = moves.filter(({ blockedBy }) => blockedBy.length === 0);
  const [chosen, setChosen] = useState<CaseTransition | undefined>(free[0]?.name);
  const move = moves.find((one) => one.name === chosen);
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    { reason: '', noConflict: false },
    async ({ reason, noConflict }) => {
      if (!move) return [];
      const refused = await step(move.name, {
        id: subject.id,
        expectedVersion: subject.version,
        reason: reason.trim(),
        noConflict,
      });
      if (refused.length === 0) {
        say(t('advising.move.done', { step: label('CaseTransition', move.name) }));
        onDone();
        onClose();
      }
      return refused;
    },
  );
  const isStale = problems.some(({ code }) => code === 'STALE_VERSION');
  return (
    <Dialog
      open
      onClose={onClose}
      title={moves.length === 1 && move ? label('CaseTransition', move.name) : t('advising.step.title')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          {move && (
            <Button type="submit" form={id} look={isEnd(move.name) ? 'danger' : 'primary'} busy={busy}>
              {label('CaseTransition', move.name)}
            </Button>
          )}
        </>
      }
    >
      <form id={id} className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
        <p className={styles.name}>{name}</p>
        {error && <ErrorBox error={error} />}
        {problems.length > 0 && (
          <div role="alert">
            <Notice tone="clay">
              {isStale ? t('ui.stale') : problems.map(({ code, message }) => <p key={code}>{message}</p>)}
            </Notice>
          </div>
        )}
        {moves.length === 0 && <p>{t('advising.move.nowhere')}</p>}
        {moves.length > 1 && (
          <Choices legend={t('advising.step.which')}>
            {moves.map((one) => (
              <Choice
                key={one.name}
                name={`${id}-step`}
                title={label('CaseTransition', one.name)}
                disabled={one.blockedBy.length > 0}
                checked={one.name === chosen}
                onChange={() => setChosen(one.name)}
              >
                {t(`advising.step.${one.name}`)}
                <Blocked move={one} />
              </Choice>
            ))}
          </Choices>
        )}
        {moves.length === 1 && (
          <>
            <p>{t(`advising.step.${moves[0]?.name ?? 'ACCEPT'}`)}</p>
            {moves[0] && <Blocked move={moves[0]} />}
          </>
        )}
        {move?.requiredInputs.includes('noConflict') && (
          <div>
            <Checkbox
              {...form.register('noConflict')}
              aria-describedby={errorOf('noConflict') ? `${id}-word` : undefined}
            >
              {t('advising.step.noConflict')}
            </Checkbox>
            {errorOf('noConflict') && (
              <p id={`${id}-word`} role="alert" className={styles.wrong}>
                <AlertIcon size={16} /> {errorOf('noConflict')}
              </p>
            )}
          </div>
        )}
        {move?.requiredInputs.includes('reason') && (
          <TextArea
            label={t('ui.confirm.reason')}
            hint={t('advising.step.reason')}
            rows={3}
            maxLength={1000}
            error={errorOf('reason')}
            {...form.register('reason')}
          />
        )}
      </form>
    </Dialog>
  );
}

/** What stands in the way of a step, in the server's words. */
export function Blocked({ move, id }: { move: CaseMoveFragment; id?: string }) {
  if (move.blockedBy.length === 0) return null;
  return (
    <ul id={id} className={styles.blocked}>
      {move.blockedBy.map(({ code, message }) => (
        <li key={code}>{message}</li>
      ))}
    </ul>
  );
}
