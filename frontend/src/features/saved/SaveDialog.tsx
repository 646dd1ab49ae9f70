import { useSend } from '@/features/account';
import { SaveSearchDocument } from '@/gql/graphql';
import { useT } from '@/i18n';
import { useToast } from '@/ui/Toast';

import { NameDialog } from './NameDialog';
import type { Wish } from './SaveSearch';

/** Asks for a name, and keeps what is looked for under it. */
export default function SaveDialog({ wish, name, onClose }: { wish: Wish; name: string; onClose: () => void }) {
  const t = useT();
  const say = useToast();
  const save = useSend(SaveSearchDocument);
  const send = async (given: string) => {
    const { savedSearchCreate: answer } = await save.mutateAsync({ input: { ...wish, name: given } });
    if (answer.userErrors.length === 0) say(t('saved.done'));
    return answer.userErrors;
  };
  return (
    <NameDialog
      title={t('saved.save')}
      action={t('saved.go')}
      hint={t('saved.lead')}
      name={name}
      send={send}
      onClose={onClose}
    />
  );
}
