import { useBlocker } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { FormProvider } from 'react-hook-form';

import { readFragment } from '@/gql';
import { DemandStatusFragmentDoc, PromptFragmentDoc, type DemandPromptsQuery } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { ErrorBox, Notice } from '@/ui/States';
import { Stepper } from '@/ui/Stepper';

import { STEPS, type Step } from '../work/address';
import { nameOf, stepOf } from '../work/fields';
import { EditingContext, useWord, type Editing } from './context';
import styles from './Editor.module.css';
import { firstWrong, leadTo } from './lead';
import { Preview } from './Preview';
import { StepProblem } from './StepProblem';
import { StepTerms } from './StepTerms';
import { StepVisibility } from './StepVisibility';
import { useEditor, type Drafting, type Edited } from './useEditor';

interface Props {
  demand?: Edited;
  prompts: DemandPromptsQuery['demandPrompts'];
  user: string;
  organizationId: string;
  /** The case in which an advisor drafts a demand that is not there yet. */
  drafting?: Drafting | undefined;
  /** Whether an advisor writes for the owner: who it is, and handing it in, is not theirs. */
  isForClient?: boolean;
  step: Step;
  /** Goes to a step; of a demand that was new a moment ago, by its id. */
  onStep: (step: Step, id?: string) => void;
}

/** The form of a demand in four steps. What is typed in one is there in the others; nothing of it is lost. */
export function Editor({ demand, prompts, user, organizationId, drafting, isForClient = false, step, onStep }: Props) {
  const t = useT();
  const { dateTime, list } = useFormats();
  const word = useWord();
  const editor = useEditor(demand, user, organizationId, drafting);
  const { form, isDirty, save, saving, problems, refusedTimes, refusals, onTouch } = editor;
  const status = demand && readFragment(DemandStatusFragmentDoc, demand);
  const head = useRef<HTMLHeadingElement>(null);
  const leaving = useRef(false);
  const at = STEPS.indexOf(step);
  const last = status?.reviews[0];
  const isBack = last?.verdict === 'RETURNED' && (status?.state === 'DRAFT' || status?.revisionState === 'EDITING');
  const editing = useMemo<Editing>(
    () => ({
      refusals,
      onTouch,
      isForClient,
      notes: new Map(
        isBack ? last.notes.flatMap(({ path, text }) => (path?.[0] ? [[path[0], text] as const] : [])) : [],
      ),
      prompts: new Map(
        readFragment(PromptFragmentDoc, prompts).map((prompt) => [prompt.path.at(-1) ?? '', prompt] as const),
      ),
    }),
    [refusals, onTouch, isForClient, isBack, last, prompts],
  );
  // What was refused may be written in another step: there it is shown.
  const wrong = problems.map(({ path }) => stepOf(nameOf(path))).filter((step) => step !== undefined);
  const elsewhere = wrong.some((one) => one === step) ? undefined : wrong[0];
  useEffect(() => {
    if (elsewhere) onStep(elsewhere);
    // oxlint-disable-next-line react/exhaustive-deps
  }, [problems]);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) head.current?.focus();
    shown.current = step;
  }, [step]);
  // What was refused may be far from the button that sent it: whoever writes is led there, once for each refusal.
  const fields = useRef<HTMLFormElement>(null);
  const told = useRef<HTMLDivElement>(null);
  const ledTimes = useRef(0);
  useEffect(() => {
    if (ledTimes.current === refusedTimes || elsewhere) return;
    ledTimes.current = refusedTimes;
    leadTo(firstWrong(fields.current) ?? told.current);
  }, [refusedTimes, elsewhere, step]);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && !leaving.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  const send = async (to: Step) => {
    const id = await save();
    if (!id) return;
    leaving.current = !demand;
    if (to !== step || !demand) onStep(to, id);
  };
  const next = STEPS[at + 1];
  const before = STEPS[at - 1];
  const INSIDE: Record<Step, ReactNode> = {
    problem: <StepProblem />,
    terms: <StepTerms />,
    visibility: <StepVisibility />,
    preview: demand ? <Preview demand={demand} isDirty={isDirty} isForClient={isForClient} /> : null,
  };
  const general = problems.filter(({ path }) => stepOf(nameOf(path)) === undefined);
  return (
    <EditingContext value={editing}>
      <FormProvider {...form}>
        <Stepper
          label={t('demand.form')}
          steps={STEPS.map((step) => t(`demand.form.${step}`))}
          current={at}
          isLeft={(place) =>
            status?.completeness?.missing.some(
              ({ path, required }) => required && stepOf(nameOf(path)) === STEPS[place],
            ) ?? false
          }
        />
        {editor.restored && (
          <Notice tone="bloom">
            {t('demand.restored', { at: dateTime(editor.restored) })}{' '}
            <Button look="quiet" size="s" onClick={editor.discard}>
              {t('demand.discard')}
            </Button>
          </Notice>
        )}
        <div ref={told} tabIndex={-1} className={styles.told}>
          {editor.conflicts && (
            <div role="alert">
              <Notice tone="clay">
                <p>{t('demand.stale')}</p>
                {editor.conflicts.length > 0 && (
                  <p>{t('demand.stale.fields', { fields: list([...editor.conflicts].map(word)) })}</p>
                )}
                <Button size="s" onClick={editor.closeConflicts}>
                  {t('demand.stale.keep')}
                </Button>{' '}
                <Button size="s" look="quiet" onClick={editor.discard}>
                  {t('demand.stale.theirs')}
                </Button>
              </Notice>
            </div>
          )}
          {editor.error && <ErrorBox error={editor.error} onRetry={() => void send(step)} />}
          {general.map(({ code, message }) => (
            <div key={code} role="alert">
              <Notice tone="clay">{message}</Notice>
            </div>
          ))}
        </div>
        <form
          ref={fields}
          className={styles.form}
          noValidate
          aria-labelledby="step"
          onSubmit={(event) => {
            event.preventDefault();
            void send(next ?? step);
          }}
        >
          <h2 id="step" ref={head} tabIndex={-1}>
            {t(`demand.form.${step}`)}
          </h2>
          <p className={styles.lead}>{t(`demand.lead.${step}`)}</p>
          {INSIDE[step]}
          <div className={styles.bar}>
            <p role="status">
              {isDirty ? t('demand.dirty') : editor.savedAt ? t('demand.saved', { at: dateTime(editor.savedAt) }) : ''}
            </p>
            {before && <Button onClick={() => onStep(before)}>{t('demand.back')}</Button>}
            {(isDirty || !next) && (
              <Button look="quiet" busy={saving} onClick={() => void send(step)}>
                {t('demand.save')}
              </Button>
            )}
            {next && (
              <Button type="submit" look="primary" busy={saving}>
                {t('demand.next')}
              </Button>
            )}
          </div>
        </form>
        <Dialog
          open={blocker.status === 'blocked'}
          onClose={() => blocker.reset?.()}
          title={t('demand.leave')}
          footer={
            <>
              <Button look="primary" onClick={() => blocker.reset?.()}>
                {t('demand.leave.stay')}
              </Button>
              <Button onClick={() => blocker.proceed?.()}>{t('demand.leave.go')}</Button>
            </>
          }
        >
          <p>{t('demand.leave.text')}</p>
        </Dialog>
      </FormProvider>
    </EditingContext>
  );
}
