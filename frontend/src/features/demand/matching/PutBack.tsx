import type { ReactNode } from 'react';

import { useSend } from '@/features/account';
import { WithdrawFeedbackDocument, type FeedbackShownFragment } from '@/gql/graphql';
import { useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { useToast } from '@/ui/Toast';

import { useFeedbackDone } from './useFeedbackDone';

/** Takes back what was said of a listing. */
export function PutBack({
  feedback: { id, version },
  children,
}: {
  feedback: FeedbackShownFragment;
  children: ReactNode;
}) {
  const t = useT();
  const say = useToast();
  const done = useFeedbackDone();
  const send = useSend(WithdrawFeedbackDocument);
  const go = async () => {
    try {
      const { matchFeedbackWithdraw: answer } = await send.mutateAsync({ input: { id, expectedVersion: version } });
      done(answer.userErrors, t('match.feedback.withdrawn'));
    } catch (thrown) {
      say(asApiError(thrown).message);
    }
  };
  return (
    <Button size="s" look="quiet" busy={send.isPending} onClick={() => void go()}>
      {children}
    </Button>
  );
}
