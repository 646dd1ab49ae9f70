import { Link } from '@tanstack/react-router';

import type { AssignmentQuery } from '@/gql/graphql';
import { useT } from '@/i18n';
import { DataTable } from '@/ui/DataTable';

import styles from '../Advising.module.css';
import fit from './Fit.module.css';
import { TiesByName } from './TiesByName';

/** Who takes cases and how full each desk is, the fullest first. */
export function Loads({ loads }: { loads: AssignmentQuery['casePlan']['loads'] }) {
  const t = useT();
  if (loads.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby="loads">
      <h2 id="loads">{t('advising.loads')}</h2>
      <DataTable
        caption={t('advising.loads')}
        rows={loads}
        rowKey={({ advisor }) => advisor?.id ?? ''}
        columns={[
          {
            key: 'advisor',
            title: t('advising.col.advisor'),
            isHead: true,
            cell: ({ advisor }) =>
              advisor && (
                <Link to="/work/operation/advisors/$id" params={{ id: advisor.id }}>
                  {advisor.name ?? '–'}
                </Link>
              ),
          },
          {
            key: 'load',
            title: t('advising.col.load'),
            cell: ({ activeCases, capacity }) => (
              <span className={fit.load}>
                <meter min={0} max={Math.max(capacity, 1)} value={activeCases} aria-hidden="true" />
                {t('advising.load', { active: activeCases, capacity })}
              </span>
            ),
          },
          {
            key: 'ties',
            title: t('advising.ties'),
            cell: ({ advisor, tiesByName }) =>
              advisor && tiesByName.length > 0 ? <TiesByName advisor={advisor.id} ties={tiesByName} /> : '–',
          },
          {
            key: 'cases',
            title: t('advising.col.cases'),
            cell: ({ advisor }) =>
              advisor && (
                <Link to="/work/advising" search={{ view: 'table', advisor: advisor.id }}>
                  {t('advising.col.cases.show')}
                </Link>
              ),
          },
        ]}
      />
    </section>
  );
}
