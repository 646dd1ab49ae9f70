import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';

import { useSend } from '@/features/account';
import { ChangeSavedSearchDocument, type SavedSearchRowFragment } from '@/gql/graphql';
import { useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { ErrorBox, Notice } from '@/ui/States';

import { keys } from './queries';

/** As much as the server takes. */
const NAME_LENGTH = 80;

/** Another name for a search. */
export function RenameDialog({ row, onClose }: { row: SavedSearchRowFragment; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const client = useQueryClient();
  const send = useSend(ChangeSavedSearchDocument);
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ name: row.name }, async ({ name }) => {
    const input = { id: row.id, expectedVersion: row.version, name };
    const { savedSearchUpdate: answer } = await send.mutateAsync({ input });
    if (answer.userErrors.length === 0) {
      onClose();
      void client.invalidateQueries({ queryKey: keys.all });
    }
    return answer.userErrors;
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('saved.rename')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={id} look="primary" busy={busy}>
            {t('saved.rename')}
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
          maxLength={NAME_LENGTH}
          error={errorOf('name')}
          {...form.register('name', { required: t('ui.required') })}
        />
      </form>
    </Dialog>
  );
}
