import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';

import { useSend } from '@/features/account';
import { SaveSearchDocument } from '@/gql/graphql';
import { useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { ErrorBox, Notice } from '@/ui/States';
import { useToast } from '@/ui/Toast';

import { keys } from './queries';
import type { Wish } from './SaveSearch';

/** As much as the server takes. */
const NAME_LENGTH = 80;

/** Asks for a name, and keeps what is looked for under it. */
export default function SaveDialog({ wish, name, onClose }: { wish: Wish; name: string; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const say = useToast();
  const client = useQueryClient();
  const send = useSend(SaveSearchDocument);
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ name }, async (values) => {
    const { savedSearchCreate: answer } = await send.mutateAsync({ input: { ...wish, name: values.name } });
    if (answer.userErrors.length === 0) {
      onClose();
      say(t('saved.done'));
      void client.invalidateQueries({ queryKey: keys.all });
    }
    return answer.userErrors;
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('saved.save')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={id} look="primary" busy={busy}>
            {t('saved.go')}
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
          hint={t('saved.lead')}
          maxLength={NAME_LENGTH}
          error={errorOf('name')}
          {...form.register('name', { required: t('ui.required') })}
        />
      </form>
    </Dialog>
  );
}
