import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { Bilingual, Prose } from '@/features/achievement';
import { EditPickDocument, RemovePickDocument, type CasePickLineFragment } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError, type ApiError } from '@/lib/error';
import type { Problem } from '@/lib/form';
import { pick as inLanguage } from '@/lib/text';
import { Button } from '@/ui/Button';
import { ErrorBox, Notice } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import styles from '../Advising.module.css';
import { useRefresh } from '../useRefresh';
import { Party } from '../words';
import type { Case } from './CasePage';
import { PickDialog } from './PickDialog';

/** A listing that waits to be sent: its place and its reason can be changed, and it can be taken off. */
export function PickedLine({
  found,
  pick,
  place,
  last,
  canEdit,
}: {
  found: Pick<Case, 'id' | 'client'>;
  pick: CasePickLineFragment;
  /** From 1. */
  place: number;
  last: number;
  canEdit: boolean;
}) {
  const t = useT();
  const { locale } = useLocale();
  const refresh = useRefresh();
  const edit = useSend(EditPickDocument);
  const remove = useSend(RemovePickDocument);
  const [rewording, setRewording] = useState(false);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [error, setError] = useState<ApiError>();
  const title = (pick.listing && inLanguage(pick.listing.title, locale)?.text) ?? t('advising.shortlist.gone');
  const change = async (send: () => Promise<readonly Problem[]>) => {
    try {
      setProblems(await send());
      setError(undefined);
      void refresh();
    } catch (thrown) {
      setError(asApiError(thrown));
    }
  };
  const step = { id: pick.id, expectedVersion: pick.version };
  const move = (to: number) =>
    void change(async () => (await edit.mutateAsync({ input: { ...step, place: to } })).casePickEdit.userErrors);
  const takeOff = () => void change(async () => (await remove.mutateAsync({ input: step })).casePickRemove.userErrors);
  const busy = edit.isPending || remove.isPending;
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        <p>
          {pick.listing ? (
            <Link to="/a/$id" params={{ id: pick.listing.id }}>
              <Bilingual texts={pick.listing.title} />
            </Link>
          ) : (
            <Tag tone="clay">{t('advising.shortlist.gone')}</Tag>
          )}
        </p>
        <Party party={pick.organization} />
      </div>
      <Prose texts={pick.reason} />
      {error && <ErrorBox error={error} />}
      {problems.map(({ code, message }) => (
        <div key={code} role="alert">
          <Notice tone="clay">{message}</Notice>
        </div>
      ))}
      {canEdit && (
        <div className={styles.buttons} role="group" aria-label={title}>
          <Button size="s" disabled={place === 1 || busy} onClick={() => move(place - 1)}>
            {t('advising.shortlist.up')}
          </Button>
          <Button size="s" disabled={place === last || busy} onClick={() => move(place + 1)}>
            {t('advising.shortlist.down')}
          </Button>
          <Button size="s" aria-haspopup="dialog" onClick={() => setRewording(true)}>
            {t('advising.shortlist.reword')}
          </Button>
          <Button size="s" look="quiet" disabled={busy} onClick={takeOff}>
            {t('advising.shortlist.remove')}
          </Button>
        </div>
      )}
      {rewording && <PickDialog caseId={found.id} pick={pick} onClose={() => setRewording(false)} />}
    </li>
  );
}
