import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';

import { Bilingual, countRights, leadOffer, OfferTerms, Prose, ReadinessGauge } from '@/features/achievement';
import { readFragment } from '@/gql';
import { ComparedAchievementFragmentDoc, OfferFragmentDoc, type ComparedAchievementFragment } from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { ButtonLink, IconButton } from '@/ui/Button';
import { Checkbox } from '@/ui/Field';
import { CloseIcon } from '@/ui/icons';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';

import styles from './ComparePage.module.css';
import { compareQuery } from './queries';

const route = getRouteApi('/achievements/compare');

type Column = ComparedAchievementFragment;
/** One line of the comparison: what is shown, and what tells whether the columns differ. */
type Line = [title: string, show: (column: Column) => ReactNode, same: (column: Column) => string];

/** Up to four side by side; where they differ stands out. */
export function ComparePage() {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const { ids } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(compareQuery(ids, locale));
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  useTitle(t('compare.title'));
  const columns = (query.data?.nodes ?? []).flatMap((node) =>
    node?.__typename === 'Listing' ? [readFragment(ComparedAchievementFragmentDoc, node)] : [],
  );
  const without = (id: string) => void navigate({ search: { ids: ids.filter((one) => one !== id) }, replace: true });
  const offers = (column: Column) => column.offers.map((offer) => readFragment(OfferFragmentDoc, offer));
  const rights = (column: Column) =>
    countRights(column.ipRights).map(({ kind, count }) => `${label('IpKind', kind)}${count > 1 ? ` × ${count}` : ''}`);
  const text = (texts: Column['benefit']) => pick(texts, locale)?.text ?? '';

  const lines: Line[] = [
    [t('fact.readiness'), (c) => <ReadinessGauge level={c.readiness?.level} />, (c) => String(c.readiness?.level)],
    [
      t('compare.by'),
      (c) =>
        c.organization && (
          <Link to="/orgs/$id" params={{ id: c.organization.id }}>
            {c.organization.name}
          </Link>
        ),
      (c) => c.organization?.id ?? '',
    ],
    [t('achievement.benefit'), (c) => <Prose texts={c.benefit} />, (c) => text(c.benefit)],
    [t('achievement.problem'), (c) => <Prose texts={c.problem} />, (c) => text(c.problem)],
    [
      t('achievement.indicators'),
      (c) => (
        <ul>
          {c.indicators.map(({ name, value, unit, benchmark }) => (
            <li key={name}>
              {name} <b>{value}</b> {unit}{' '}
              {benchmark && (
                <small>
                  ({t('achievement.benchmark')} {benchmark})
                </small>
              )}
            </li>
          ))}
        </ul>
      ),
      (c) => JSON.stringify(c.indicators),
    ],
    [
      t('compare.terms'),
      (c) => <OfferTerms offer={leadOffer(offers(c))} more={c.offers.length - 1} />,
      (c) => JSON.stringify(leadOffer(offers(c))),
    ],
    [t('search.facet.ip'), (c) => rights(c).join(' · '), (c) => rights(c).join()],
    [t('fact.kind'), (c) => c.kind && label('ListingKind', c.kind), (c) => c.kind ?? ''],
    [
      t('search.facet.chain'),
      (c) => c.chains.map((chain) => label('IndustryChain', chain)).join(' · '),
      (c) => c.chains.join(),
    ],
  ];
  const differs = ([, , same]: Line) => new Set(columns.map(same)).size > 1;
  const shown = onlyDifferent ? lines.filter(differs) : lines;

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('compare.heading')}</h1>
        {columns.length > 1 && (
          <Checkbox checked={onlyDifferent} onChange={() => setOnlyDifferent(!onlyDifferent)}>
            {t('compare.onlyDifferent')}
          </Checkbox>
        )}
      </header>
      {query.isLoading && <Skeleton lines={12} />}
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {!query.isLoading && !query.isError && columns.length === 0 && (
        <Empty title={t('compare.none')}>
          <p>{t('compare.none.text')}</p>
          <ButtonLink to="/achievements" look="primary">
            {t('shell.achievements')}
          </ButtonLink>
        </Empty>
      )}
      {columns.length > 0 && (
        // A region that scrolls can be reached with the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles.wrap} role="region" aria-label={t('compare.heading')} tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                <td />
                {columns.map((column) => (
                  <th key={column.id} scope="col">
                    <div className={styles.name}>
                      <Link to="/a/$id" params={{ id: column.id }}>
                        <Bilingual texts={column.title} />
                      </Link>
                      <IconButton
                        label={t('compare.remove', { title: text(column.title) })}
                        onClick={() => without(column.id)}
                      >
                        <CloseIcon size={16} />
                      </IconButton>
                    </div>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((line) => (
                <tr key={line[0]} className={differs(line) ? styles.differs : undefined}>
                  <th scope="row">{line[0]}</th>
                  {columns.map((column) => (
                    <td key={column.id}>{line[1](column) || '–'}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
