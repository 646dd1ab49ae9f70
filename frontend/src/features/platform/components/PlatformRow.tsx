import { Link } from '@tanstack/react-router';
import { memo } from 'react';

import { Bilingual } from '@/features/achievement';
import { readFragment, type FragmentType } from '@/gql';
import { PlatformRowFragmentDoc, PlatformTermsFragmentDoc } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { Tag } from '@/ui/Tag';

import { Levels } from './Levels';
import styles from './PlatformRow.module.css';
import { useTerms } from './words';

/** A platform on one line of a ledger: what it verifies, and from where to where it takes a technology. */
export const PlatformRow = memo(function PlatformRow({ row }: { row: FragmentType<typeof PlatformRowFragmentDoc> }) {
  const t = useT();
  const label = useLabel();
  const say = useTerms();
  const platform = readFragment(PlatformRowFragmentDoc, row);
  const terms = readFragment(PlatformTermsFragmentDoc, platform);
  return (
    <article className={styles.row}>
      <div className={styles.what}>
        <h2 className={styles.title}>
          <Link to="/platforms/$id" params={{ id: platform.id }}>
            <Bilingual texts={platform.name} />
          </Link>
        </h2>
        <p className={styles.summary}>
          <Bilingual texts={platform.summary} tag={false} />
        </p>
        <p className={styles.meta}>
          {platform.kind && <Tag tone="sky">{label('ServicePlatformKind', platform.kind)}</Tag>}
          {platform.organization && (
            <Link to="/orgs/$id" params={{ id: platform.organization.id }}>
              {platform.organization.name}
            </Link>
          )}
          <span>{platform.regionName ?? t('platform.region.untold')}</span>
        </p>
      </div>
      <dl className={styles.terms}>
        <div className={styles.whole}>
          <dt>{t('platform.readiness')}</dt>
          <dd>
            <Levels terms={terms} />
          </dd>
        </div>
        <div>
          <dt>{t('platform.weeks')}</dt>
          <dd>{say.weeks(terms)}</dd>
        </div>
        <div>
          <dt>{t('platform.cost')}</dt>
          <dd>{say.cost(terms)}</dd>
        </div>
      </dl>
    </article>
  );
});
