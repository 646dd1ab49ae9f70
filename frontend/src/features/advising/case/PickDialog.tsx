import { useState } from 'react';

import { useSend } from '@/features/account';
import { Bilingual } from '@/features/achievement';
import { AddPickDocument, EditPickDocument, type CasePickLineFragment } from '@/gql/graphql';
import { useT } from '@/i18n';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { ListingFinder, type Offered } from './ListingFinder';

/** As much as the server takes, in a language. */
const REASON_LENGTH = 500;

/** Why a listing is picked: of one that is looked for, of one that is given, or anew of one that waits to be sent. */
export function PickDialog({
  caseId,
  client,
  listing,
  pick,
  onClose,
}: {
  caseId: string;
  /** Whose listings cannot be picked. */
  client?: string | undefined;
  listing?: Offered;
  pick?: CasePickLineFragment;
  onClose: () => void;
}) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const add = useSend(AddPickDocument);
  const edit = useSend(EditPickDocument);
  const [key] = useState(newKey);
  const [chosen, setChosen] = useState(listing);
  const title = pick ? pick.listing?.title : listing?.title;
  const sent = useSendForm(
    { listingId: listing?.id ?? '', zh: pick?.reason.zh ?? '', en: pick?.reason.en ?? '' },
    async ({ listingId, zh, en }) => {
      const reason = { zh: zh.trim() || null, en: en.trim() || null };
      const { userErrors } = pick
        ? (await edit.mutateAsync({ input: { id: pick.id, expectedVersion: pick.version, reason } })).casePickEdit
        : (await add.mutateAsync({ input: { caseId, listingId, reason, idempotencyKey: key } })).casePickAdd;
      if (userErrors.length === 0) {
        say(t(pick ? 'advising.shortlist.reworded' : 'advising.shortlist.added'));
        onClose();
        void refresh();
      }
      return userErrors;
    },
  );
  const { form, errorOf } = sent;
  form.register('listingId', { required: t('ui.required') });
  const isSaid = () => [form.getValues('zh'), form.getValues('en')].some((text) => text.trim() !== '');
  return (
    <FormDialog
      title={t(pick ? 'advising.shortlist.reword' : 'advising.shortlist.add')}
      action={t(pick ? 'advising.shortlist.save' : 'advising.shortlist.put')}
      sent={sent}
      onClose={onClose}
      onReload={() => {
        void refresh();
        onClose();
      }}
    >
      {title && (
        <p>
          <Bilingual texts={title} />
        </p>
      )}
      {!pick && !listing && (
        <ListingFinder
          value={chosen}
          except={client}
          error={errorOf('listingId')}
          onPick={(found) => {
            setChosen(found);
            form.setValue('listingId', found.id);
            form.clearErrors('listingId');
          }}
        />
      )}
      <TextArea
        label={t('advising.shortlist.reason.zh')}
        hint={t('advising.shortlist.reason.hint')}
        lang="zh-CN"
        rows={3}
        maxLength={REASON_LENGTH}
        error={errorOf('zh')}
        {...form.register('zh', { validate: () => isSaid() || t('ui.required') })}
      />
      <TextArea
        label={t('advising.shortlist.reason.en')}
        lang="en"
        rows={3}
        maxLength={REASON_LENGTH}
        error={errorOf('en')}
        {...form.register('en')}
      />
    </FormDialog>
  );
}

export default PickDialog;
