import type { ReactNode } from 'react';

import { Prose } from '@/features/achievement';
import type { DemandDetailFragment } from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { pick, type TwoTongues } from '@/lib/text';
import { Tag } from '@/ui/Tag';

import styles from './DemandContent.module.css';

/** What somebody reads who may have the answer: what hurts, what was tried, and how both will know that it is solved. */
export function DemandContent({ demand }: { demand: DemandDetailFragment }) {
  const t = useT();
  const { locale } = useLocale();
  const has = (texts: TwoTongues) => pick(texts, locale) !== undefined;
  return (
    <div className={styles.content}>
      {has(demand.problem) && (
        <Section title={t('demand.problem')}>
          <Prose texts={demand.problem} />
        </Section>
      )}
      {(has(demand.currentSolution) || has(demand.expectedTarget)) && (
        <div className={styles.pair}>
          {has(demand.currentSolution) && (
            <Section title={t('demand.current')}>
              <Prose texts={demand.currentSolution} />
            </Section>
          )}
          {has(demand.expectedTarget) && (
            <Section title={t('demand.target')} lit>
              <Prose texts={demand.expectedTarget} />
            </Section>
          )}
        </div>
      )}
      {demand.acceptanceTests.length > 0 && <Tests tests={demand.acceptanceTests} />}
      {demand.keywords.length > 0 && (
        <p className={styles.words}>
          {demand.keywords.map((word) => (
            <Tag key={word}>{word}</Tag>
          ))}
        </p>
      )}
    </div>
  );
}

function Section({ title, lit = false, children }: { title: string; lit?: boolean; children: ReactNode }) {
  return (
    <section className={lit ? styles.lit : styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Tests({ tests }: { tests: DemandDetailFragment['acceptanceTests'] }) {
  const t = useT();
  const label = useLabel();
  return (
    <section className={styles.section}>
      <h2 id="tests">{t('demand.tests')}</h2>
      <table className={styles.tests} aria-labelledby="tests">
        <thead>
          <tr>
            <th scope="col">{t('demand.test.name')}</th>
            <th scope="col">{t('demand.test.wanted')}</th>
            <th scope="col">{t('demand.test.method')}</th>
          </tr>
        </thead>
        <tbody>
          {tests.map(({ name, comparator, value, upper, unit, method }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <small>{label('Comparator', comparator)}</small>{' '}
                <b>{upper ? t('demand.test.between', { value, upper }) : value}</b>
                {unit && `\u00a0${unit}`}
              </td>
              <td>{method ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
