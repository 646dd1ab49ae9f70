import { memo } from 'react';

import { AchievementRow } from '@/features/achievement';
import { CompareToggle } from '@/features/compare';
import { readFragment } from '@/gql';
import { AchievementRowFragmentDoc, type SearchAchievementsQuery } from '@/gql/graphql';
import { useLocale } from '@/i18n';
import { pick } from '@/lib/text';

import styles from './Results.module.css';

type Edge = SearchAchievementsQuery['searchListings']['edges'][number];

/** The rows; while new ones are on their way the old ones are pale. */
export function Results({ pages, isOld }: { pages: readonly SearchAchievementsQuery[]; isOld: boolean }) {
  return (
    <div className={isOld ? styles.old : undefined}>
      {pages
        .flatMap((page) => page.searchListings.edges)
        .map((edge) => (
          <Result key={edge.cursor} edge={edge} />
        ))}
    </div>
  );
}

const Result = memo(function Result({ edge }: { edge: Edge }) {
  const { locale } = useLocale();
  const { id, title } = readFragment(AchievementRowFragmentDoc, edge.node);
  return (
    <AchievementRow
      row={edge.node}
      highlight={edge.highlight}
      action={<CompareToggle id={id} title={pick(title, locale)?.text ?? id} />}
    />
  );
});
