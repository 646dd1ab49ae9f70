import type { ReactNode } from 'react';

import type { AchievementDetailFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Money } from '@/ui/Money';

import styles from './Facts.module.css';

/** What else is known about it. */
export function Facts({ listing }: { listing: AchievementDetailFragment }) {
  const t = useT();
  const label = useLabel();
  const { date, list } = useFormats();
  const labels = (type: string, values: readonly string[]) => list(values.map((value) => label(type, value)));
  const rows: [string, ReactNode][] = [
    [t('fact.kind'), listing.kind && label('ListingKind', listing.kind)],
    [
      t('fact.readiness'),
      listing.readiness &&
        t('fact.readiness.basis', {
          basis: label('ReadinessBasis', listing.readiness.basis),
          date: listing.readiness.assessedOn ? date(listing.readiness.assessedOn) : '–',
        }),
    ],
    [t('search.facet.chain'), listing.chains.length > 0 && labels('IndustryChain', listing.chains)],
    [t('search.facet.sector'), listing.shanghaiSectors.length > 0 && labels('ShanghaiSector', listing.shanghaiSectors)],
    [t('search.facet.way'), listing.transferWays.length > 0 && labels('TransferWay', listing.transferWays)],
    [t('fact.ipc'), listing.ipc.length > 0 && list([...listing.ipc])],
    [t('fact.investment'), listing.expectedInvestment && <Money amount={listing.expectedInvestment} />],
    [t('fact.inventors'), listing.inventors.length > 0 && list(listing.inventors.map(({ name }) => name))],
    [
      t('fact.contact'),
      listing.contact &&
        list(
          [listing.contact.name, listing.contact.phone, listing.contact.email].filter((one) => typeof one === 'string'),
        ),
    ],
    [t('fact.validUntil'), listing.validUntil && date(listing.validUntil)],
    [t('fact.updated'), date(listing.updatedAt)],
  ];
  return (
    <section className={styles.facts} aria-labelledby="facts">
      <h2 id="facts">{t('fact.heading')}</h2>
      <dl>
        {rows.map(([title, value]) =>
          value ? (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  );
}
