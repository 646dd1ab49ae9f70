import { Link } from '@tanstack/react-router';
import { memo, type ReactNode } from 'react';

import { readFragment, type FragmentType } from '@/gql';
import { AchievementRowFragmentDoc, HighlightFragmentDoc } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { otherTongue } from '@/lib/text';
import { Tag } from '@/ui/Tag';

import { countRights, leadOffer } from '../model';
import styles from './AchievementRow.module.css';
import { OfferTerms } from './OfferTerms';
import { ReadinessGauge } from './ReadinessGauge';
import { Bilingual, Highlighted } from './Texts';

interface Props {
  row: FragmentType<typeof AchievementRowFragmentDoc>;
  highlight?: FragmentType<typeof HighlightFragmentDoc>;
  /** Something to do with it, like comparing. */
  action?: ReactNode;
  level?: 2 | 3;
  /** Whether everything around it is of the same office, which need not be said again. */
  isAmongOwn?: boolean;
}

/** An achievement on one line of a ledger: how ripe, what for whom, on which terms. */
export const AchievementRow = memo(function AchievementRow({
  row,
  highlight,
  action,
  level = 2,
  isAmongOwn = false,
}: Props) {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const { date } = useFormats();
  const listing = readFragment(AchievementRowFragmentDoc, row);
  const found = readFragment(HighlightFragmentDoc, highlight);
  const offer = leadOffer(listing.offers);
  const Heading = level === 2 ? 'h2' : 'h3';
  const other = otherTongue(listing.title, locale);
  const otherSpans = other?.lang === 'zh' ? found?.titleZh : found?.titleEn;
  const ownSpans = other?.lang === 'zh' ? found?.titleEn : found?.titleZh;
  const foundInOther = otherSpans?.some((span) => span.matched) && !ownSpans?.some((span) => span.matched);
  const foundInside = found?.snippet.some((span) => span.matched);
  return (
    <article className={styles.row}>
      <ReadinessGauge level={listing.readiness?.level} />
      <div className={styles.what}>
        <Heading className={styles.title}>
          <Link to="/a/$id" params={{ id: listing.id }}>
            <Bilingual texts={listing.title} {...(found ? { zh: found.titleZh, en: found.titleEn } : {})} />
          </Link>
        </Heading>
        {foundInOther && otherSpans && (
          <p className={styles.other} lang={other?.lang}>
            <Highlighted spans={otherSpans} />{' '}
            <Tag tone="sky">
              {t(other?.lang === 'en' ? 'achievement.foundInEnglish' : 'achievement.foundInChinese')}
            </Tag>
          </p>
        )}
        <p className={styles.benefit}>
          <Bilingual texts={listing.benefit.zh || listing.benefit.en ? listing.benefit : listing.problem} tag={false} />
        </p>
        {foundInside && found && (
          <p className={styles.snippet}>
            <Highlighted spans={found.snippet} />
          </p>
        )}
        <p className={styles.meta}>
          {listing.organization && !isAmongOwn && (
            <Link to="/orgs/$id" params={{ id: listing.organization.id }}>
              {listing.organization.name}
            </Link>
          )}
          {listing.kind && <span>{label('ListingKind', listing.kind)}</span>}
          {countRights(listing.ipRights).map((right) => (
            <span key={right.kind}>
              {label('IpKind', right.kind)}
              {right.count > 1 && ` × ${right.count}`}
            </span>
          ))}
          {listing.publishedAt && <time dateTime={listing.publishedAt}>{date(listing.publishedAt)}</time>}
        </p>
      </div>
      <div className={styles.terms}>
        <OfferTerms offer={offer} more={listing.offers.length - 1} />
        {action}
      </div>
    </article>
  );
});
