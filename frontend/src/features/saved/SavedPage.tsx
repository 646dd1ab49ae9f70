import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { readFragment } from '@/gql';
import {
  ChangeSavedSearchDocument,
  DeleteSavedSearchDocument,
  SavedSearchRowFragmentDoc,
  type SavedSearchRowFragment,
} from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button, ButtonLink } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Empty, ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import { Found } from './Found';
import { RenameDialog } from './RenameDialog';
import { keys, savedQuery } from './queries';
import styles from './SavedPage.module.css';

/** What somebody keeps looking for: to look again, to be told less, or to let it go. */
export function SavedPage() {
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(savedQuery(locale));
  const rows = readFragment(SavedSearchRowFragmentDoc, query.data?.viewerSavedSearches ?? []);
  useTitle(t('work.nav.saved'));
  return (
    <div className={styles.page}>
      <h1>{t('work.nav.saved')}</h1>
      <p className={styles.lead}>{t('saved.list.lead')}</p>
      {query.isPending && <Skeleton lines={6} />}
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.data && rows.length === 0 && (
        <Empty title={t('saved.none')}>
          <p>{t('saved.none.text')}</p>
          <ButtonLink to="/achievements">{t('saved.none.go')}</ButtonLink>
        </Empty>
      )}
      {rows.length > 0 && (
        <ul className={styles.list}>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Row({ row }: { row: SavedSearchRowFragment }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { date } = useFormats();
  const client = useQueryClient();
  const change = useSend(ChangeSavedSearchDocument);
  const remove = useSend(DeleteSavedSearchDocument);
  const [asks, setAsks] = useState<'rename' | 'delete'>();
  const { id, version, name, paused } = row;
  const read = { id, expectedVersion: version };
  const refresh = () => void client.invalidateQueries({ queryKey: keys.all });
  const pause = async () => {
    const { savedSearchUpdate: answer } = await change.mutateAsync({ input: { ...read, paused: !paused } });
    if (answer.userErrors.length === 0) refresh();
  };
  const problems = change.data?.savedSearchUpdate.userErrors ?? [];
  return (
    <li>
      <div>
        <p className={styles.name}>
          <Found row={row} /> {paused && <Tag>{t('saved.paused')}</Tag>}
        </p>
        <p className={styles.quiet}>
          {label('SavedSearchSubject', row.subject)} · {t('saved.since', { date: date(row.createdAt) })}
          {row.untold > 0 && <> · {t('saved.untold', { count: row.untold })}</>}
        </p>
        {change.isError && <ErrorBox error={asApiError(change.error)} onRetry={refresh} />}
        {problems.map(({ code, message }) => (
          <Notice key={code} tone="clay">
            {message}
          </Notice>
        ))}
      </div>
      <div className={styles.actions}>
        <Button size="s" busy={change.isPending} onClick={() => void pause().catch(() => undefined)}>
          {t(paused ? 'saved.resume' : 'saved.pause')}
        </Button>
        <Button size="s" onClick={() => setAsks('rename')}>
          {t('saved.rename')}
        </Button>
        <Button size="s" look="danger" onClick={() => setAsks('delete')}>
          {t('saved.delete')}
        </Button>
      </div>
      {asks === 'rename' && <RenameDialog row={row} onClose={() => setAsks(undefined)} />}
      <ConfirmDialog
        open={asks === 'delete'}
        onClose={() => setAsks(undefined)}
        isDangerous
        title={t('saved.delete.title', { name })}
        action={t('saved.delete')}
        onReload={refresh}
        onConfirm={async () => {
          const { savedSearchDelete: answer } = await remove.mutateAsync({ input: read });
          if (answer.userErrors.length === 0) {
            say(t('saved.deleted', { name }));
            refresh();
          }
          return answer.userErrors;
        }}
      >
        <p>{t('saved.delete.lead')}</p>
      </ConfirmDialog>
    </li>
  );
}
