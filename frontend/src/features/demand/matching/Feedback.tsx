import { useState } from 'react';

import { useSend } from '@/features/account';
import { readFragment, type FragmentType } from '@/gql';
import { FeedbackShownFragmentDoc, GiveFeedbackDocument } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { asApiError, type ApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { ErrorBox } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { PassDialog } from './PassDialog';
import { PutBack } from './PutBack';
import { useFeedbackDone } from './useFeedbackDone';
import styles from './Feedback.module.css';

/** What an enterprise thinks of what was found for it: a yes at once, a no with the reason that others learn from. */
export function Feedback({
  demand,
  listing,
  feedback: masked,
}: {
  demand: string;
  listing: string;
  feedback: FragmentType<typeof FeedbackShownFragmentDoc> | null | undefined;
}) {
  const t = useT();
  const label = useLabel();
  const done = useFeedbackDone();
  const give = useSend(GiveFeedbackDocument);
  const [isPassing, setPassing] = useState(false);
  const [error, setError] = useState<ApiError>();
  const feedback = readFragment(FeedbackShownFragmentDoc, masked);
  const like = async () => {
    try {
      const input = { demandId: demand, listingId: listing, verdict: 'INTERESTED' as const };
      const { matchFeedbackGive: answer } = await give.mutateAsync({ input });
      setError(undefined);
      done(answer.userErrors, t('match.feedback.done'));
    } catch (thrown) {
      setError(asApiError(thrown));
    }
  };
  return (
    <div className={styles.feedback} role="group" aria-label={t('match.feedback')}>
      {error && <ErrorBox error={error} />}
      {feedback ? (
        <>
          <Tag tone="leaf">{label('MatchVerdict', feedback.verdict)}</Tag>
          <PutBack feedback={feedback}>{t('match.feedback.withdraw')}</PutBack>
        </>
      ) : (
        <Button size="s" busy={give.isPending} onClick={() => void like()}>
          {label('MatchVerdict', 'INTERESTED')}
        </Button>
      )}
      <Button size="s" look="quiet" aria-haspopup="dialog" onClick={() => setPassing(true)}>
        {t('match.pass')}
      </Button>
      {isPassing && <PassDialog demand={demand} listing={listing} onClose={() => setPassing(false)} />}
    </div>
  );
}
