import { useState } from 'react';

import { readFragment } from '@/gql';
import { CasePickLineFragmentDoc } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { PlusIcon } from '@/ui/icons';

import styles from '../Advising.module.css';
import type { Case } from './CasePage';
import { PickDialog } from './PickDialog';
import { PickedLine } from './PickedLine';
import { SendDialog } from './SendDialog';
import { SentPick } from './SentPick';
import type { Standing } from './standing';

/** Until a contract is signed there is something to pick for. */
const OPEN = ['ACCEPTED', 'IN_SERVICE', 'MATCHED'];

/** What the advisor picks for the client: the list that only the advisor and staff see, and what was sent, with the answers. */
export default function Shortlist({ found, standing }: { found: Case; standing: Standing }) {
  const t = useT();
  const { dateTime } = useFormats();
  const [open, setOpen] = useState<'add' | 'send'>();
  const list = found.workingList;
  const waiting = readFragment(CasePickLineFragmentDoc, list?.picks ?? []);
  const sent = found.shortlists;
  const picks = standing.works && Boolean(found.mandate) && OPEN.includes(found.state ?? '');
  const close = () => setOpen(undefined);
  return (
    <section className={styles.part} aria-labelledby="shortlist">
      <div className={styles.partHead}>
        <h2 id="shortlist">{t('advising.shortlist')}</h2>
        {picks && list && waiting.length < list.most && (
          <Button size="s" icon={<PlusIcon size={14} />} onClick={() => setOpen('add')}>
            {t('advising.shortlist.add')}
          </Button>
        )}
      </div>
      {list && (waiting.length > 0 || picks) && (
        <>
          <h3>{t('advising.shortlist.waiting')}</h3>
          <p className={styles.quiet}>{t('advising.shortlist.waiting.lead', { minimum: list.minimum })}</p>
          {waiting.length === 0 && <p>{t('advising.shortlist.waiting.none')}</p>}
          {waiting.length > 0 && (
            <ol className={styles.list}>
              {waiting.map((pick, place) => (
                <PickedLine
                  key={pick.id}
                  found={found}
                  pick={pick}
                  place={place + 1}
                  last={waiting.length}
                  canEdit={picks}
                />
              ))}
            </ol>
          )}
          {picks && (
            <div className={styles.buttons}>
              <Button
                look={waiting.some(({ listing }) => listing) ? 'primary' : 'plain'}
                size="s"
                onClick={() => setOpen('send')}
              >
                {t(waiting.some(({ listing }) => listing) ? 'advising.shortlist.send' : 'advising.shortlist.send.none')}
              </Button>
            </div>
          )}
        </>
      )}
      {sent.length === 0 && waiting.length === 0 && !picks && (
        <p className={styles.quiet}>{t('advising.shortlist.none')}</p>
      )}
      {[...sent].reverse().map((round) => (
        <div key={round.logId} className={styles.rows}>
          <h3>{t('advising.shortlist.round', { round: round.round })}</h3>
          <p className={styles.quiet}>
            <time dateTime={round.sentAt}>{t('advising.shortlist.sentAt', { at: dateTime(round.sentAt) })}</time>
            {round.advisor?.name && <> · {t('advising.card.advisor', { name: round.advisor.name })}</>}
          </p>
          {round.explanation && <p className={styles.said}>{round.explanation}</p>}
          <ol className={styles.list}>
            {readFragment(CasePickLineFragmentDoc, round.picks).map((pick) => (
              <SentPick key={pick.id} found={found} pick={pick} standing={standing} />
            ))}
          </ol>
        </div>
      ))}
      {open === 'add' && <PickDialog caseId={found.id} client={found.client?.id} onClose={close} />}
      {open === 'send' && list && <SendDialog found={found} list={list} picks={waiting} onClose={close} />}
    </section>
  );
}
