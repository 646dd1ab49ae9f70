import { Highlighted } from '@/features/achievement';
import type { MatchShownFragment } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';

import { quoteOf, type Source } from './evidence';
import styles from './Why.module.css';

/** What either side says, where it stands. */
export interface Sources {
  demand: readonly Source[];
  listing: readonly Source[];
}

/** A sentence of each side that says most of what both have in common, with the field that it stands in. */
export function Quotes({ phrases, sources }: { phrases: MatchShownFragment['phrases']; sources: Sources }) {
  const t = useT();
  const { locale } = useLocale();
  const own = locale === 'en' ? 'en' : 'zh';
  const quotes = (['demand', 'listing'] as const).flatMap((side) => {
    const quote = quoteOf(sources[side], phrases, side, locale);
    return quote ? [{ side, quote }] : [];
  });
  if (quotes.length === 0) return null;
  return (
    <dl className={styles.quotes} aria-label={t('match.quotes')}>
      {quotes.map(({ side, quote }) => (
        <div key={side}>
          <dt>{t(`match.quote.${side}`, { field: t(`match.source.${quote.field}`) })}</dt>
          <dd>
            <q lang={quote.lang === own ? undefined : quote.lang}>
              <Highlighted spans={quote.spans} />
            </q>
          </dd>
        </div>
      ))}
    </dl>
  );
}
