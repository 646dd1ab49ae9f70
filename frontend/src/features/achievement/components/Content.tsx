import type { ReactNode } from 'react';

import type { AchievementDetailFragment } from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { pick } from '@/lib/text';
import { LockIcon } from '@/ui/icons';
import { Tag } from '@/ui/Tag';

import styles from './Content.module.css';
import { Rights } from './Rights';
import { Prose } from './Texts';

/** What evaluators read, in the order in which they ask: better than what, for whom, proven where. */
export function Content({ listing }: { listing: AchievementDetailFragment }) {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const has = (texts: { zh?: string | null; en?: string | null }) => pick(texts, locale) !== undefined;
  return (
    <div className={styles.content}>
      {(has(listing.problem) || has(listing.benefit)) && (
        <div className={styles.pair}>
          <Section title={t('achievement.problem')}>
            <Prose texts={listing.problem} />
          </Section>
          <Section title={t('achievement.benefit')} lit>
            <Prose texts={listing.benefit} />
          </Section>
        </div>
      )}
      {listing.indicators.length > 0 && <Indicators indicators={listing.indicators} />}
      {has(listing.abstract) && (
        <Section title={t('achievement.abstract')}>
          <Prose texts={listing.abstract} />
        </Section>
      )}
      {listing.innovationPoints.length > 0 && (
        <Section title={t('achievement.innovation')}>
          <ul className={styles.points}>
            {listing.innovationPoints.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </Section>
      )}
      {has(listing.scenarios) && (
        <Section title={t('achievement.scenarios')}>
          <Prose texts={listing.scenarios} />
        </Section>
      )}
      {has(listing.appliedCases) && (
        <Section title={t('achievement.cases')}>
          <Prose texts={listing.appliedCases} />
        </Section>
      )}
      {listing.knowHow && (
        <Section title={t('achievement.knowHow')}>
          <p>{listing.knowHow}</p>
        </Section>
      )}
      <Rights rights={listing.ipRights} />
      {listing.cooperationNeeds.length > 0 && (
        <Section title={t('achievement.needs')}>
          <p>{listing.cooperationNeeds.join(' · ')}</p>
        </Section>
      )}
      {listing.keywords.length > 0 && (
        <p className={styles.words}>
          {listing.keywords.map((word) => (
            <Tag key={word}>{word}</Tag>
          ))}
        </p>
      )}
      {listing.hiddenSections.length > 0 && (
        <Section title={t('achievement.hidden')}>
          <ul className={styles.hidden}>
            {listing.hiddenSections.map(({ section, layer }) => (
              <li key={section}>
                <LockIcon size={16} />
                <b>{label('ListingSection', section)}</b>
                <span>{label('DisclosureLayer', layer)}</span>
              </li>
            ))}
          </ul>
        </Section>
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

function Indicators({ indicators }: { indicators: AchievementDetailFragment['indicators'] }) {
  const t = useT();
  return (
    <section className={styles.section}>
      <h2>{t('achievement.indicators')}</h2>
      <dl className={styles.indicators}>
        {indicators.map(({ name, value, unit, benchmark }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <b>{value}</b>
              {unit && <small>{unit}</small>}
            </dd>
            {benchmark && (
              <dd className={styles.benchmark}>
                {t('achievement.benchmark')} {benchmark}
                {unit && `\u00a0${unit}`}
              </dd>
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}
