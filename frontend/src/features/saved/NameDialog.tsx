import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';

import { useT } from '@/i18n';
import type { Problem } from '@/lib/form';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { ErrorBox, Notice } from '@/ui/States';

import { keys } from './queries';

/** As much as the server takes. */
const NAME_LENGTH = 80;

/** Asks for the name of a search. What is refused stands at the field, or above it; what was typed stays. */
export function NameDialog({
  title,
  action,
  hint,
  name,
  send,
  onClose,
}: {
  title: string;
  action: string;
  hint?: string;
  /** What stands in the field at first. */
  name: string;
  send: (name: string) => Promise<readonly Problem[]>;
  onClose: () => void;
}) {
  const t = useT();
  const id = useId();
  const client = useQueryClient();
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ name }, async (values) => {
    const refused = await send(values.name);
    if (refused.length === 0) {
      onClose();
      void client.invalidateQueries({ queryKey: keys.all });
    }
    return refused;
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={id} look="primary" busy={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void submit(event)}>
        {error && <ErrorBox error={error} />}
        {problems.map(({ code, message }) => (
          <div key={code} role="alert">
            <Notice tone="clay">{message}</Notice>
          </div>
        ))}
        <TextField
          label={t('saved.name')}
          hint={hint}
          maxLength={NAME_LENGTH}
          error={errorOf('name')}
          {...form.register('name', { required: t('ui.required') })}
        />
      </form>
    </Dialog>
  );
}
