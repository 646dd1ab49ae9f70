import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { AchievementRow } from '@/features/achievement';
import { SearchBox } from '@/features/search';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { ButtonLink } from '@/ui/Button';
import { ArrowRight } from '@/ui/icons';
import { ErrorBox, Skeleton } from '@/ui/States';

import { Branch } from './components/Branch';
import { Ways } from './components/Ways';
import styles from './HomePage.module.css';
import { homeQuery } from './queries';

/** What is here, and a place to say what one is looking for. */
export function HomePage() {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const navigate = useNavigate();
  const home = useQuery(homeQuery(locale));
  useTitle(t('home.title'));
  const search = home.data?.searchListings;
  const valuesOf = (facet: string) => search?.facets.find((one) => one.facet === facet)?.values ?? [];
  const later = valuesOf('USE_FIRST_PAY_LATER').find(({ value }) => value === 'true')?.count ?? 0;
  return (
    <>
      <section className={styles.hero}>
        <div className={styles.art}>
          <Branch />
        </div>
        <div className={styles.say}>
          <h1>{t('home.heading')}</h1>
          <p className={styles.lead}>{t('home.lead')}</p>
          <SearchBox large query="" onSearch={(q) => void navigate({ to: '/achievements', search: { q } })} />
          <ul className={styles.quick} aria-label={t('home.quick')}>
            <li>
              <Link to="/achievements" search={{ ufpl: true }}>
                {t('search.facet.ufpl')}
              </Link>
            </li>
            <li>
              <Link to="/achievements" search={{ trl: 7 }}>
                {t('home.quick.ripe')}
              </Link>
            </li>
            {(['GREEN', 'SMART_MANUFACTURING', 'LIFE_HEALTH', 'AI'] as const).map((chain) => (
              <li key={chain}>
                <Link to="/achievements" search={{ chain: [chain] }}>
                  {label('IndustryChain', chain)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      </section>

      <section className={styles.numbers} aria-label={t('home.numbers')}>
        <Figure value={search?.totalCount} label={t('home.numbers.achievements')} />
        <Figure value={search && later} label={t('home.numbers.later')} lit />
        <Figure value={search && valuesOf('ORGANIZATION').length} label={t('home.numbers.organizations')} />
        <Figure value={home.data?.enterprises.totalCount} label={t('home.numbers.enterprises')} />
      </section>

      <div className={styles.body}>
        <section aria-labelledby="newest" aria-busy={home.isFetching}>
          <header className={styles.head}>
            <h2 id="newest">{t('home.newest')}</h2>
            <ButtonLink to="/achievements" look="quiet" size="s">
              {t('home.newest.all')}
              <ArrowRight size={16} />
            </ButtonLink>
          </header>
          {home.isPending && <Skeleton lines={12} />}
          {home.isError && <ErrorBox error={asApiError(home.error)} onRetry={() => void home.refetch()} />}
          {search?.nodes.map((row, place) => (
            <AchievementRow key={place} row={row} level={3} />
          ))}
          {search?.totalCount === 0 && <p>{t('home.newest.none')}</p>}
        </section>
        <Ways />
      </div>
    </>
  );
}

function Figure({ value, label, lit = false }: { value: number | undefined; label: ReactNode; lit?: boolean }) {
  const { number } = useFormats();
  return (
    <p className={lit ? styles.lit : styles.figure}>
      <b>{value === undefined ? '–' : number(value)}</b>
      <span>{label}</span>
    </p>
  );
}
