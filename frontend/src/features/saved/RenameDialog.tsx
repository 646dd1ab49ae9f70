import { useSend } from '@/features/account';
import { ChangeSavedSearchDocument, type SavedSearchRowFragment } from '@/gql/graphql';
import { useT } from '@/i18n';

import { NameDialog } from './NameDialog';

/** Another name for a search. */
export function RenameDialog({ row, onClose }: { row: SavedSearchRowFragment; onClose: () => void }) {
  const t = useT();
  const change = useSend(ChangeSavedSearchDocument);
  const send = async (name: string) => {
    const input = { id: row.id, expectedVersion: row.version, name };
    return (await change.mutateAsync({ input })).savedSearchUpdate.userErrors;
  };
  const words = t('saved.rename');
  return <NameDialog title={words} action={words} name={row.name} send={send} onClose={onClose} />;
}
