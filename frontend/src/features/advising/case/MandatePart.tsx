import { useState } from 'react';

import { readFragment } from '@/gql';
import { MandateLineFragmentDoc } from '@/gql/graphql';
import { useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/States';

import styles from '../Advising.module.css';
import { MandateCard } from '../client/MandateCard';
import { MandateDialog } from '../client/MandateDialog';
import type { Case } from './CasePage';
import type { Standing } from './standing';

/** What the client lets this advisor do: without it, the work does not begin. */
export function MandatePart({ found, standing }: { found: Case; standing: Standing }) {
  const t = useT();
  const [granting, setGranting] = useState(false);
  const { client, advisor } = found;
  if (!client || !advisor || found.state === 'ASSIGNED') return null;
  const mandate = readFragment(MandateLineFragmentDoc, found.mandate);
  const isOver = found.state.startsWith('CLOSED');
  return (
    <section className={styles.part} aria-labelledby="mandate">
      <h2 id="mandate">{t('advising.mandate')}</h2>
      {mandate && <MandateCard mandate={mandate} short />}
      {!mandate && isOver && <p className={styles.quiet}>{t('advising.mandate.over')}</p>}
      {!mandate && !isOver && (
        <>
          <Notice tone="bloom">
            {t(standing.isClient ? 'advising.mandate.missing.client' : 'advising.mandate.missing')}
          </Notice>
          {standing.isClient && (
            <div>
              <Button look="primary" onClick={() => setGranting(true)}>
                {t('advising.mandate.grant')}
              </Button>
            </div>
          )}
        </>
      )}
      {granting && <MandateDialog advisor={advisor} firms={[client]} onClose={() => setGranting(false)} />}
    </section>
  );
}
