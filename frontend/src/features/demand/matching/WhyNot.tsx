import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { MatchShownFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { SearchIcon } from '@/ui/icons';
import { ErrorBox, Skeleton } from '@/ui/States';

import { listingIn, namedSo } from './model';
import { betweenQuery, findListingQuery } from './queries';
import { Score } from './Score';
import { Why } from './Why';
import styles from './Feedback.module.css';

/** Why something that somebody expected is not in the list, or where in it. */
export function WhyNot({ demand }: { demand: string }) {
  const t = useT();
  const { locale } = useLocale();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const find = useQuery({ ...findListingQuery(asked ?? '', locale), enabled: asked !== undefined });
  const found = find.data && namedSo(find.data.searchListings.nodes, asked ?? '');
  return (
    <section className={styles.whyNot} aria-labelledby="why-not">
      <h2 id="why-not">{t('match.whyNot')}</h2>
      <form
        role="search"
        aria-label={t('match.whyNot')}
        onSubmit={(event) => {
          event.preventDefault();
          const id = listingIn(text);
          setChosen(id);
          setAsked(id || !text.trim() ? undefined : text.trim());
        }}
      >
        <TextField
          label={t('match.whyNot.which')}
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" icon={<SearchIcon />}>
          {t('demand.list.find.go')}
        </Button>
      </form>
      <div role="status" aria-busy={find.isFetching}>
        {find.isError && <ErrorBox error={asApiError(find.error)} onRetry={() => void find.refetch()} />}
        {found?.length === 0 && <p>{t('match.whyNot.noName', { name: asked ?? '' })}</p>}
        {found && found.length > 0 && (
          <ul className={styles.choices}>
            {found.map(({ id, title, organization }) => (
              <li key={id}>
                <Button look="quiet" aria-pressed={chosen === id} onClick={() => setChosen(id)}>
                  <Bilingual texts={title} tag={false} />
                  {organization && <small>{organization.name}</small>}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {chosen && <Between demand={demand} listing={chosen} />}
      </div>
    </section>
  );
}

function Between({ demand, listing }: { demand: string; listing: string }) {
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(betweenQuery(demand, listing, locale));
  if (query.isPending) return <Skeleton lines={4} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const between = query.data.matchBetween;
  if (!between) return <p>{t('match.whyNot.unknown')}</p>;
  const match = readFragment(MatchShownFragmentDoc, between.match);
  return (
    <div className={styles.between}>
      <p>
        <b>
          {typeof between.rank === 'number' ? t('match.whyNot.rank', { rank: between.rank }) : between.absenceReason}
        </b>
      </p>
      <Score match={match} />
      <Why match={match} />
    </div>
  );
}
