import { Link } from '@tanstack/react-router';

import { Bilingual } from '@/features/achievement';
import type { DemandOfOursFragment } from '@/gql/graphql';
import { useT } from '@/i18n';
import { ButtonLink } from '@/ui/Button';
import { Tag } from '@/ui/Tag';

import { DemandStateTag } from '../work/StateTag';
import styles from './MyDemands.module.css';

type Own = Pick<DemandOfOursFragment, 'id' | 'title' | 'state' | 'revisionState' | 'suspension'> & {
  /** How many listings were found for it that the viewer has not read of. */
  fresh: number;
};

/** What an enterprise looks for and how it stands, each with the way to what fits it. */
export function MyDemands({ demands }: { demands: readonly Own[] }) {
  const t = useT();
  return (
    <section className={styles.part} aria-labelledby="my-demands">
      <header>
        <h2 id="my-demands">{t('demand.own')}</h2>
        {demands.length > 0 && <Link to="/work/demands">{t('demand.glance.all')}</Link>}
      </header>
      {demands.length === 0 ? (
        <div className={styles.nothing}>
          <p>{t('demand.own.first.text')}</p>
          <ButtonLink to="/work/demands/new">{t('demand.new')}</ButtonLink>
        </div>
      ) : (
        <ul>
          {demands.map(({ id, title, state, revisionState, suspension, fresh }) => (
            <li key={id} className={styles.row}>
              <Link to="/work/demands/$id" params={{ id }} className={styles.name}>
                <Bilingual texts={title} tag={false} />
              </Link>
              <span>
                <DemandStateTag state={state} revision={revisionState} suspension={suspension} />
              </span>
              <Link to="/work/demands/$id" params={{ id }} search={{ part: 'matches' }}>
                {fresh > 0 ? (
                  <Tag tone="bloom">{t('demand.glance.fresh', { count: fresh })}</Tag>
                ) : (
                  t('demand.part.matches')
                )}
                <span className="visually-hidden">
                  {' '}
                  <Bilingual texts={title} tag={false} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
