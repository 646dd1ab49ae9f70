import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';

import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { MatchOriginShownFragmentDoc, MatchShownFragmentDoc, type TextMatchesQuery } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { SearchIcon } from '@/ui/icons';
import { ErrorBox, Notice } from '@/ui/States';

import type { Values } from '../editor/values';
import { apart, bandOf, isQuestion, pairsOf, questionOf } from './model';
import { textMatchesQuery } from './queries';
import styles from './Existing.module.css';
import why from './Why.module.css';

/** What is there already for what is being written: perhaps nobody has to wait for a proposal. */
export function Existing() {
  const t = useT();
  const { locale } = useLocale();
  const { control } = useFormContext<Values>();
  const { title, problem, expectedTarget, keywords } = useWatch({ control }) as Values;
  const text = questionOf([title.zh, title.en, problem.zh, problem.en, expectedTarget.zh, expectedTarget.en, keywords]);
  const [asked, setAsked] = useState<string>();
  const query = useQuery({ ...textMatchesQuery(asked ?? '', locale), enabled: asked !== undefined });
  const isShort = !isQuestion(text);
  return (
    <section className={styles.existing} aria-labelledby="existing" aria-busy={query.isFetching}>
      <h3 id="existing">{t('match.existing')}</h3>
      <p>{t('match.existing.lead')}</p>
      <div>
        <Button
          icon={<SearchIcon />}
          busy={query.isFetching}
          disabled={isShort}
          aria-describedby={isShort ? 'existing-short' : undefined}
          onClick={() => (asked === text ? void query.refetch() : setAsked(text))}
        >
          {t(asked === undefined ? 'match.existing.go' : 'match.existing.again')}
        </Button>
        {isShort && (
          <p id="existing-short" className={styles.quiet}>
            {t('match.existing.short')}
          </p>
        )}
      </div>
      <div role="status">
        {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
        {query.data && <Answer found={query.data.textMatches.listings} />}
      </div>
    </section>
  );
}

function Answer({ found }: { found: TextMatchesQuery['textMatches']['listings'] }) {
  const t = useT();
  const { locale } = useLocale();
  const { list } = useFormats();
  const read = found.nodes.map(({ listing, match: masked }) => {
    const match = readFragment(MatchShownFragmentDoc, masked);
    return { listing, match, score: match.score };
  });
  const { model } = readFragment(MatchOriginShownFragmentDoc, found.origin);
  const { fitting } = apart(read, Boolean(model));
  return (
    <>
      {found.notices.map((notice) => (
        <Notice key={notice} tone="bloom">
          {t(`match.notice.${notice}`)}
        </Notice>
      ))}
      <p>{t('match.existing.found', { count: fitting.length })}</p>
      <ul className={styles.list}>
        {fitting.map(({ listing, match }) => (
          <li key={listing.id}>
            <a href={`/a/${listing.id}`} target="_blank" rel="noopener">
              <Bilingual texts={listing.title} />
              <span className="visually-hidden"> {t('match.existing.tab')}</span>
            </a>
            <p>
              <b className={why[bandOf(match.score)]}>{t(`match.band.${bandOf(match.score)}`)}</b>
              {listing.organization && <span>{listing.organization.name}</span>}
            </p>
            <p className={styles.quiet}>
              {list(
                pairsOf(match.phrases, locale).map(({ demand, listing, isSame }) =>
                  isSame ? demand : `${demand} = ${listing}`,
                ),
              )}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
