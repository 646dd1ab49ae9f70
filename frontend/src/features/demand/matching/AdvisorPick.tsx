import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';

import { useViewer } from '@/features/account';
import { Prose } from '@/features/achievement';
import { PickDialog } from '@/features/advising';
import { readFragment, type FragmentType } from '@/gql';
import { PickShownFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { Tag } from '@/ui/Tag';

import styles from './AdvisorPick.module.css';
import { advisedCaseQuery } from './queries';

interface Props {
  demand: string;
  listing: { id: string; title: { zh?: string | null; en?: string | null } };
  pick: FragmentType<typeof PickShownFragmentDoc> | null | undefined;
}

/** That an advisor picked a match, with the reason; it is no part of the score. To the advisor, the way to pick it. */
export function AdvisorPick({ demand, listing, pick: masked }: Props) {
  const t = useT();
  const pick = readFragment(PickShownFragmentDoc, masked);
  const advises = useViewer()?.workAreas.includes('ADVISING') ?? false;
  if (!pick) return advises ? <Add demand={demand} listing={listing} /> : null;
  return (
    <div className={styles.pick} role="note">
      <Tag tone={pick.sent ? 'leaf' : 'bloom'}>{t(pick.sent ? 'match.pick' : 'match.pick.waiting')}</Tag>
      <Prose texts={pick.reason} />
    </div>
  );
}

function Add({ demand, listing }: Pick<Props, 'demand' | 'listing'>) {
  const t = useT();
  const { locale } = useLocale();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const found = useQuery(advisedCaseQuery(demand, locale)).data?.brokerCases.nodes[0];
  if (!found?.viewerCanWork || !found.mandate) return null;
  const close = () => {
    setOpen(false);
    void client.invalidateQueries({ queryKey: ['demand', 'listingMatches', demand] });
  };
  return (
    <div className={styles.add}>
      <Button size="s" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('match.pick.add')}
      </Button>
      {open && (
        <Suspense>
          <PickDialog caseId={found.id} listing={listing} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}
