import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';

import { Prose } from '@/features/achievement';
import { PickDialog } from '@/features/advising';
import { readFragment } from '@/gql';
import { PickCaseFragmentDoc, PickShownFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { Tag } from '@/ui/Tag';

import styles from './AdvisorPick.module.css';
import { advisorPicksQuery } from './queries';

/** Until a contract is signed there is something to pick for. */
const OPEN = ['ACCEPTED', 'IN_SERVICE', 'MATCHED'];

interface Props {
  demand: string;
  listing: { id: string; title: { zh?: string | null; en?: string | null } };
}

/** That an advisor picked a match, with the reason; it is no part of the score. To the advisor, the way to pick it. */
export function AdvisorPick({ demand, listing }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const [open, setOpen] = useState(false);
  // One question for the whole list.
  const found = useQuery(advisorPicksQuery(demand, locale)).data?.brokerCases.nodes ?? [];
  const cases = found.map((one) => readFragment(PickCaseFragmentDoc, one));
  const picks = cases.flatMap(({ shortlists, workingList }) => [
    ...shortlists.flatMap((round) => readFragment(PickShownFragmentDoc, round.picks)),
    ...readFragment(PickShownFragmentDoc, workingList?.picks ?? []),
  ]);
  const pick = picks.find(({ listingId }) => listingId === listing.id);
  if (pick)
    return (
      <div className={styles.pick} role="note">
        <Tag tone={pick.sent ? 'leaf' : 'bloom'}>{t(pick.sent ? 'match.pick' : 'match.pick.waiting')}</Tag>
        <Prose texts={pick.reason} />
      </div>
    );
  const mine = cases.find(
    ({ state, viewerCanWork, mandate }) => viewerCanWork && mandate && OPEN.includes(state ?? ''),
  );
  if (!mine) return null;
  return (
    <div className={styles.add}>
      <Button size="s" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('match.pick.add')}
      </Button>
      {open && (
        <Suspense>
          <PickDialog caseId={mine.id} listing={listing} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
