import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { AchievementRow } from '@/features/achievement';
import { readFragment, type FragmentType } from '@/gql';
import {
  AchievementRowFragmentDoc,
  MatchedDemandTextFragmentDoc,
  MatchedListingFragmentDoc,
  type HighlightFragment,
  type HighlightFragmentDoc,
  type MatchedListingFragment,
  type MatchShownFragment,
} from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { ButtonLink } from '@/ui/Button';
import { NotFound } from '@/ui/NotFound';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';

import { readPart } from '../work/address';
import { AdvisorPick } from './AdvisorPick';
import { Feedback } from './Feedback';
import { Found } from './Found';
import { marked, wordsOf } from './model';
import { demandSources, listingSources } from './sources';
import { listingMatchesQuery } from './queries';
import { Refused } from './Refused';
import { Views } from './Views';
import { WhyNot } from './WhyNot';
import styles from './Why.module.css';

const route = getRouteApi('/work/demands/$id/');

/** What answers a demand, for those who read it inside: what is on offer, why it may help, and what speaks against it. */
export function ListingMatches({
  demand,
  title,
  canEdit,
  isOwn,
}: {
  demand: string;
  title: string;
  canEdit: boolean;
  /** Whether it is a demand of the viewer's own enterprise: what is found for another one is not theirs to judge. */
  isOwn: boolean;
}) {
  const t = useT();
  const { locale } = useLocale();
  const seeks = useViewer()?.workAreas.includes('SEEKING') ?? false;
  const mayJudge = seeks && isOwn;
  const { show, order } = readPart({ ...route.useSearch() });
  const query = useQuery(listingMatchesQuery(demand, locale));
  const found = query.data?.listingMatches;
  return (
    <section className={styles.found} aria-label={t('demand.part.matches')} aria-busy={query.isFetching}>
      <p className={styles.lead}>{t('match.lead')}</p>
      {query.isPending && <Skeleton lines={12} label={t('match.loading')} />}
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.data && !found && <NotFound />}
      {found && (
        <>
          <Views demand={demand} show={show} order={order} refused={found.refused.length} />
          {show === 'refused' ? (
            <Refused refused={found.refused} canGive={mayJudge} isWhole />
          ) : (
            <Found
              {...found}
              view={{
                show,
                order,
                of: ({ listing, feedback }) => ({
                  isJudged: Boolean(feedback),
                  publishedAt: rowOf(listing).publishedAt ?? '',
                }),
              }}
              keyOf={({ listing }) => readFragment(MatchedListingFragmentDoc, listing).id}
              row={({ listing }, match) => (
                <Row listing={readFragment(MatchedListingFragmentDoc, listing)} match={match} />
              )}
              sources={({ listing }) => ({
                demand: demandSources(readFragment(MatchedDemandTextFragmentDoc, query.data?.demand)),
                listing: listingSources(rowOf(listing)),
              })}
              foot={({ listing, feedback }) => (
                <>
                  <AdvisorPick demand={demand} listing={readFragment(MatchedListingFragmentDoc, listing)} />
                  {mayJudge && (
                    <Feedback
                      demand={demand}
                      listing={readFragment(MatchedListingFragmentDoc, listing).id}
                      feedback={feedback}
                    />
                  )}
                </>
              )}
              empty={
                <Empty title={t('match.none')}>
                  <p>{t('match.none.text')}</p>
                  {canEdit && (
                    <ButtonLink to="/work/demands/$id/edit" params={{ id: demand }} look="primary">
                      {t('demand.edit')}
                    </ButtonLink>
                  )}
                  <ButtonLink to="/achievements" search={{ q: title } as never}>
                    {t('match.none.search')}
                  </ButtonLink>
                </Empty>
              }
            />
          )}
        </>
      )}
      {found && show === undefined && <Refused refused={found.refused} canGive={mayJudge} />}
      {found && <WhyNot demand={demand} />}
    </section>
  );
}

/** The row of a listing, which says what the card quotes from. */
const rowOf = (listing: FragmentType<typeof MatchedListingFragmentDoc>) =>
  readFragment(AchievementRowFragmentDoc, readFragment(MatchedListingFragmentDoc, listing));

function Row({ listing, match }: { listing: MatchedListingFragment; match: MatchShownFragment }) {
  const words = wordsOf(match.phrases, 'listing');
  const spans = (text: string | null | undefined) => (text && marked(text, words)) || [];
  const highlight: Omit<HighlightFragment, ' $fragmentName'> = {
    titleZh: spans(listing.title.zh),
    titleEn: spans(listing.title.en),
    snippet: [],
  };
  return (
    <AchievementRow
      row={listing}
      highlight={highlight as FragmentType<typeof HighlightFragmentDoc>}
      action={<Ask listing={listing} />}
    />
  );
}

/** The next step: to ask for a license, or why that cannot be. */
function Ask({
  listing: { id, offers, viewerCanRequest, viewerRequestBlockedBy },
}: {
  listing: MatchedListingFragment;
}) {
  const t = useT();
  const seeks = useViewer()?.workAreas.includes('SEEKING') ?? false;
  if (!seeks || offers.length === 0) return null;
  if (!viewerCanRequest) return <p className={styles.quiet}>{viewerRequestBlockedBy[0]?.message}</p>;
  return (
    <ButtonLink look="primary" size="s" to="/work/apply/$listing" params={{ listing: id }}>
      {t('match.apply')}
    </ButtonLink>
  );
}
