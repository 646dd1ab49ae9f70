import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { WithdrawProposalReviewDocument, type ProposalJudgedFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';
import { CRITERIA } from './model';
import { ReviewDialog } from './ReviewDialog';
import styles from './Reviews.module.css';
import { Sorting } from './Sorting';

/** What an enterprise's people think of a proposal among themselves; the office reads none of it. */
export function Reviews({ proposal }: { proposal: ProposalJudgedFragment }) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  const [isAsking, setAsking] = useState(false);
  const { stage, reviewCount, reviewAverage, reviews, viewerReview, viewerCanReview, viewerCanSort } = proposal;
  // What only the enterprise's people are told is not there: somebody else looks at it.
  if (!stage) return null;
  const points = (of: Record<(typeof CRITERIA)[number], number>) =>
    CRITERIA.map((name) => t('demand.review.points', { name: t(`demand.review.${name}`), points: of[name] })).join(
      ' · ',
    );
  return (
    <section className={styles.reviews} aria-labelledby="reviews">
      <h2 id="reviews">{t('demand.reviews')}</h2>
      <p className={styles.quiet}>{t('demand.reviews.who')}</p>
      {viewerCanSort ? <Sorting proposal={proposal} /> : <p>{label('DemandProposalStage', stage)}</p>}
      {reviewAverage && (
        <div>
          <p>
            <b>{t('demand.review.average', { overall: reviewAverage.overall, count: reviewCount ?? 0 })}</b>
          </p>
          <p className={styles.quiet}>{points(reviewAverage)}</p>
        </div>
      )}
      {reviewCount === 0 && <p>{t('demand.reviews.none')}</p>}
      {!reviews && !!reviewCount && <p>{t('demand.reviews.sealed', { count: reviewCount })}</p>}
      {viewerCanReview && (
        <div className={styles.own}>
          <Button onClick={() => setAsking(true)}>
            {t(viewerReview ? 'demand.review.change' : 'demand.review.give')}
          </Button>
          {viewerReview && <TakeBack id={proposal.id} version={viewerReview.version} />}
        </div>
      )}
      {reviews && reviews.length > 0 && (
        <ul className={styles.list}>
          {reviews.map((review) => (
            <li key={review.reviewer?.id ?? review.updatedAt}>
              <p>
                <b>{review.reviewer?.name ?? '–'}</b>
                {review.reviewerHasLeft && <> ({t('demand.review.left')})</>} · {date(review.updatedAt)}
              </p>
              <p className={styles.quiet}>{points(review)}</p>
              {review.note && <p className={styles.note}>{review.note}</p>}
            </li>
          ))}
        </ul>
      )}
      {isAsking && <ReviewDialog proposal={proposal} onClose={() => setAsking(false)} />}
    </section>
  );
}

function TakeBack({ id, version }: { id: string; version: number }) {
  const t = useT();
  const say = useToast();
  const client = useQueryClient();
  const send = useSend(WithdrawProposalReviewDocument);
  const [isAsked, setAsked] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: keys.all });
  const take = async () => {
    const { demandProposalReviewWithdraw: answer } = await send.mutateAsync({
      input: { id, expectedVersion: version },
    });
    if (answer.userErrors.length === 0) {
      say(t('demand.review.withdrawn'));
      await refresh();
    }
    return answer.userErrors;
  };
  return (
    <>
      <Button look="quiet" aria-haspopup="dialog" onClick={() => setAsked(true)}>
        {t('demand.review.withdraw')}
      </Button>
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={t('demand.review.withdraw')}
        action={t('demand.review.withdraw.go')}
        isDangerous
        onConfirm={take}
        onReload={() => void refresh()}
      >
        <p>{t('demand.review.withdraw.text')}</p>
      </ConfirmDialog>
    </>
  );
}
