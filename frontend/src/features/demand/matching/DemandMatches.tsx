import { useQuery } from '@tanstack/react-query';

import { readFragment } from '@/gql';
import { DemandRowFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { ButtonLink } from '@/ui/Button';
import { NotFound } from '@/ui/NotFound';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';

import { DemandRow } from '../components/DemandRow';
import { Counts } from './Counts';
import { Found } from './Found';
import { marked, wordsOf } from './model';
import { demandMatchesQuery } from './queries';
import { demandSources, listingSources } from './sources';
import styles from './Why.module.css';

/** Whom a listing would help, for its office. Whose a demand is is told only where the demand itself tells it. */
export default function DemandMatches({ listing, canPropose }: { listing: string; canPropose: boolean }) {
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(demandMatchesQuery(listing, locale));
  const found = query.data?.demandMatches;
  return (
    <section className={styles.found} aria-label={t('match.demands')} aria-busy={query.isFetching}>
      <p className={styles.lead}>{t('match.demands.lead')}</p>
      {query.isPending && <Skeleton lines={12} label={t('match.loading')} />}
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.data && !found && <NotFound />}
      {query.data?.matchFeedbackCounts && <Counts counts={query.data.matchFeedbackCounts} />}
      {found && (
        <Found
          {...found}
          empty={
            <Empty title={t('match.demands.none')}>
              <p>{t('match.demands.none.text')}</p>
              <ButtonLink to="/demands">{t('demand.proposals.find')}</ButtonLink>
            </Empty>
          }
          keyOf={({ demand }) => demand.id}
          sources={({ demand }) => ({
            demand: demandSources(readFragment(DemandRowFragmentDoc, demand)),
            listing: listingSources(query.data?.listing),
          })}
          row={({ demand }, match) => {
            const words = wordsOf(match.phrases, 'demand');
            const spans = (text: string | null | undefined) => (text && marked(text, words)) || [];
            return (
              <DemandRow
                row={demand}
                marks={{ zh: spans(demand.title.zh), en: spans(demand.title.en) }}
                action={
                  canPropose && (
                    <ButtonLink
                      look="primary"
                      size="s"
                      to="/work/propose/$demand"
                      params={{ demand: demand.id }}
                      search={{ listing }}
                    >
                      {t('match.propose')}
                    </ButtonLink>
                  )
                }
              />
            );
          }}
        />
      )}
    </section>
  );
}
