import { useState } from 'react';

import { readFragment } from '@/gql';
import { OutcomeLineFragmentDoc } from '@/gql/graphql';
import { useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { PlusIcon } from '@/ui/icons';

import styles from '../Advising.module.css';
import type { Case } from './CasePage';
import { OutcomeCard } from './OutcomeCard';
import { OutcomeDialog } from './OutcomeDialog';
import type { Standing } from './standing';

const FILED: readonly string[] = ['MATCHED', 'CONTRACTED', 'TRACKING'];

/** What came of a case, told by its contract, confirmed by both sides and an operator. */
export function Outcomes({ found, standing }: { found: Case; standing: Standing }) {
  const t = useT();
  const [filing, setFiling] = useState(false);
  const outcomes = readFragment(OutcomeLineFragmentDoc, found.outcomes);
  return (
    <section className={styles.part} aria-labelledby="outcomes">
      <div className={styles.partHead}>
        <h2 id="outcomes">{t('advising.outcomes')}</h2>
        {standing.works && FILED.includes(found.state) && (
          <Button size="s" icon={<PlusIcon size={14} />} onClick={() => setFiling(true)}>
            {t('advising.outcomes.file')}
          </Button>
        )}
      </div>
      {outcomes.length === 0 && <p className={styles.quiet}>{t('advising.outcomes.none')}</p>}
      {outcomes.length > 0 && (
        <ul className={styles.list}>
          {outcomes.map((outcome) => (
            <li key={outcome.id}>
              <OutcomeCard outcome={outcome} />
            </li>
          ))}
        </ul>
      )}
      {filing && <OutcomeDialog found={found} onClose={() => setFiling(false)} />}
    </section>
  );
}
