import { skipToken, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { readFragment } from '@/gql';
import { SubsidySumLineFragmentDoc } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Facts } from '@/ui/Facts';
import { TextField } from '@/ui/Field';
import { Money } from '@/ui/Money';
import { ErrorBox, Skeleton } from '@/ui/States';

import styles from '../Advising.module.css';
import { subsidyQuery } from './queries';

/** What subsidies are claimed with: what was posted, validated and paid between two days, and the file that says it line by line. */
export function Subsidies() {
  const t = useT();
  const label = useLabel();
  const { number } = useFormats();
  const { locale } = useLocale();
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const wanted = from !== '' && until !== '';
  const options = subsidyQuery({ from, until }, locale);
  const query = useQuery(wanted ? options : { ...options, queryFn: skipToken });
  const pack = query.data?.subsidyPack;
  const arrived = readFragment(SubsidySumLineFragmentDoc, pack?.arrived ?? []);
  return (
    <section className={styles.part} aria-labelledby="subsidies">
      <div className={styles.partHead}>
        <h2 id="subsidies">{t('advising.subsidies')}</h2>
      </div>
      <p className={styles.quiet}>{t('advising.subsidies.lead')}</p>
      <div className={styles.pair}>
        <TextField
          type="date"
          label={t('advising.subsidies.from')}
          value={from}
          onChange={({ target }) => setFrom(target.value)}
        />
        <TextField
          type="date"
          label={t('advising.subsidies.until')}
          value={until}
          onChange={({ target }) => setUntil(target.value)}
        />
      </div>
      {!wanted && <p className={styles.quiet}>{t('advising.subsidies.choose')}</p>}
      {wanted && query.isPending && <Skeleton lines={3} />}
      {wanted && query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {wanted && pack && (
        <>
          <Facts
            rows={[
              [t('advising.subsidies.listings'), number(pack.listingsPublished)],
              [t('advising.subsidies.demands'), number(pack.demandsPublished)],
              [t('advising.subsidies.validated'), number(pack.outcomesValidated)],
              ...arrived.map(
                ({ kind, amount }) =>
                  [
                    t('advising.subsidies.arrived', { kind: label('CaseFeeKind', kind), currency: amount.currency }),
                    <Money key={kind + amount.currency} amount={amount} />,
                  ] as const,
              ),
            ]}
          />
          {pack.rowCount === 0 ? (
            <p>{t('advising.subsidies.none')}</p>
          ) : (
            <p>
              <a href={`/exports/subsidies.csv?from=${from}&until=${until}`} download>
                {t('advising.subsidies.file', { rows: pack.rowCount })}
              </a>
            </p>
          )}
        </>
      )}
    </section>
  );
}
