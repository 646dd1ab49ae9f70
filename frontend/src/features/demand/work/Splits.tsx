import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import type { DemandStatusFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { Empty } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { SplitDialog } from './SplitDialog';
import styles from './Work.module.css';

/** Proposals to make two demands of one, and a way to make another. */
export function Splits({ demand }: { demand: DemandStatusFragment }) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  const [asking, setAsking] = useState(false);
  return (
    <section className={styles.rows} aria-label={t('demand.part.splits')}>
      {demand.splits.length === 0 ? (
        <Empty title={t('demand.splits.none')}>
          <p>{t('demand.splits.none.text')}</p>
        </Empty>
      ) : (
        <ul className={styles.part}>
          {demand.splits.map(({ id, state, createdAt }) => (
            <li key={id}>
              <Link to="/work/splits/$id" params={{ id }}>
                {t('demand.splits.of', { date: date(createdAt) })}
              </Link>{' '}
              <Tag tone={state === 'OPEN' ? 'bloom' : 'plain'}>{label('DemandSplitState', state)}</Tag>
            </li>
          ))}
        </ul>
      )}
      {demand.viewerCanProposeSplit && (
        <div>
          <Button onClick={() => setAsking(true)}>{t('demand.splits.propose')}</Button>
        </div>
      )}
      {asking && <SplitDialog demand={demand} onClose={() => setAsking(false)} />}
    </section>
  );
}
