import { useState } from 'react';

import { useSend } from '@/features/account';
import { readFragment } from '@/gql';
import { AddTaskDocument, CaseTaskLineFragmentDoc, FinishTaskDocument, type CaseTaskLineFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { TextField } from '@/ui/Field';
import { CheckIcon, PlusIcon } from '@/ui/icons';
import { ErrorBox, Notice } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import type { Case } from './CasePage';
import type { Standing } from './standing';

/** What has to be done in a case, the next one first; what is done is kept. */
export function Tasks({ found, standing }: { found: Case; standing: Standing }) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const tasks = readFragment(CaseTaskLineFragmentDoc, found.tasks);
  return (
    <section className={styles.part} aria-labelledby="tasks">
      <div className={styles.partHead}>
        <h2 id="tasks">{t('advising.tasks')}</h2>
        {standing.works && (
          <Button size="s" icon={<PlusIcon size={14} />} onClick={() => setAdding(true)}>
            {t('advising.tasks.add')}
          </Button>
        )}
      </div>
      {tasks.length === 0 && <p className={styles.quiet}>{t('advising.tasks.none')}</p>}
      {tasks.length > 0 && (
        <ul className={styles.list}>
          {tasks.map((task) => (
            <Task key={task.id} task={task} works={standing.works} />
          ))}
        </ul>
      )}
      {adding && <TaskDialog caseId={found.id} onClose={() => setAdding(false)} />}
    </section>
  );
}

function Task({ task, works }: { task: CaseTaskLineFragment; works: boolean }) {
  const t = useT();
  const label = useLabel();
  const { title } = task;
  const { date } = useFormats();
  const say = useToast();
  const refresh = useRefresh();
  const finish = useSend(FinishTaskDocument);
  const problems = finish.data?.caseTaskFinish.userErrors ?? [];
  return (
    <li className={styles.task}>
      {task.doneOn ? <CheckIcon size={16} /> : <span aria-hidden="true">○</span>}
      <div>
        <p className={cx(Boolean(task.doneOn) && styles.done)}>
          {task.kind === 'FOLLOW_UP' && title === task.title && <Tag>{label('CaseTaskKind', task.kind)}</Tag>} {title}
        </p>
        <p className={cx(styles.quiet, task.late && !task.doneOn && styles.late)}>
          {task.doneOn
            ? t('advising.tasks.doneOn', { date: date(task.doneOn) })
            : t('advising.tasks.due', { date: date(task.dueOn) })}
          {task.late && !task.doneOn && <> · {t('advising.due.late')}</>}
        </p>
        {finish.isError && <ErrorBox error={asApiError(finish.error)} />}
        {problems.map(({ code, message }) => (
          <div key={code} role="alert">
            <Notice tone="clay">{message}</Notice>
          </div>
        ))}
      </div>
      {works && !task.doneOn && (
        <Button
          size="s"
          busy={finish.isPending}
          aria-label={t('advising.tasks.finish.one', { title })}
          onClick={() =>
            finish.mutate(
              { input: { id: task.id, expectedVersion: task.version } },
              {
                onSuccess: ({ caseTaskFinish }) => {
                  if (caseTaskFinish.userErrors.length === 0) say(t('advising.tasks.finished'));
                  void refresh();
                },
              },
            )
          }
        >
          {t('advising.tasks.finish')}
        </Button>
      )}
    </li>
  );
}

function TaskDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(AddTaskDocument);
  const [key] = useState(newKey);
  const sent = useSendForm({ title: '', dueOn: '' }, async ({ title, dueOn }) => {
    const { caseTaskAdd: answer } = await send.mutateAsync({
      input: { caseId, title: title.trim(), dueOn, idempotencyKey: key },
    });
    if (answer.userErrors.length === 0) {
      say(t('advising.tasks.added'));
      onClose();
      void refresh();
    }
    return answer.userErrors;
  });
  const { form, errorOf } = sent;
  return (
    <FormDialog title={t('advising.tasks.add')} action={t('advising.tasks.save')} sent={sent} onClose={onClose}>
      <TextField
        label={t('advising.tasks.title')}
        maxLength={200}
        error={errorOf('title')}
        {...form.register('title', { validate: (text) => text.trim() !== '' || t('ui.required') })}
      />
      <TextField
        type="date"
        label={t('advising.tasks.dueOn')}
        error={errorOf('dueOn')}
        {...form.register('dueOn', { required: t('ui.required') })}
      />
    </FormDialog>
  );
}
