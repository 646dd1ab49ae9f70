import { useState } from 'react';

import { useSend } from '@/features/account';
import { RateCaseDocument } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Choice, Choices } from '@/ui/Choice';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import type { Case } from './CasePage';

const SCORES = ['5', '4', '3', '2', '1'] as const;

/** What the client thinks of a case: said once, read by the client and by staff. */
export function Rating({ found }: { found: Case }) {
  const t = useT();
  const { date } = useFormats();
  const [asking, setAsking] = useState<{ advisorId: string | undefined; name: string | null | undefined }>();
  // Whoever has the case, or had it last, comes first; what is left had it before.
  const id = found.ratedAdvisorId ?? undefined;
  const had = found.formerAdvisors.find(({ advisorId }) => advisorId === id)?.advisor;
  // One whose term is over is not shown, and may have it nevertheless.
  const name = found.advisor?.name ?? had?.name;
  const before = found.formerAdvisors.filter(
    ({ advisorId, rating, viewerCanRate }) => advisorId !== id && (rating || viewerCanRate),
  );
  const hasOwn = Boolean(found.rating) || found.viewerCanRate;
  if (!hasOwn && before.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby="rating">
      <h2 id="rating">{t('advising.rating')}</h2>
      {found.rating && (
        <>
          <p>
            {name && (
              <>
                {t('advising.rating.about', { name })}
                {' · '}
              </>
            )}
            <b>{t('advising.rating.of', { score: found.rating.score })}</b> · {date(found.rating.createdAt)}
          </p>
          {found.rating.comment && <p className={styles.said}>{found.rating.comment}</p>}
        </>
      )}
      {found.viewerCanRate && (
        <>
          <p className={styles.quiet}>{t('advising.rating.lead')}</p>
          <div>
            <Button onClick={() => setAsking({ advisorId: id, name })}>{t('advising.rating.go')}</Button>
          </div>
        </>
      )}
      {before.map(({ advisorId, advisor, leftAt, rating, viewerCanRate }) => (
        <div key={advisorId}>
          <p>
            {t('advising.rating.before', { name: advisor?.name ?? t('advising.rating.somebody'), date: date(leftAt) })}
            {rating && (
              <>
                {' · '}
                <b>{t('advising.rating.of', { score: rating.score })}</b>
              </>
            )}
          </p>
          {rating?.comment && <p className={styles.said}>{rating.comment}</p>}
          {viewerCanRate && (
            <Button onClick={() => setAsking({ advisorId, name: advisor?.name })}>{t('advising.rating.go')}</Button>
          )}
        </div>
      ))}
      {asking && <RatingDialog caseId={found.id} {...asking} onClose={() => setAsking(undefined)} />}
    </section>
  );
}

function RatingDialog({
  caseId,
  advisorId,
  name,
  onClose,
}: {
  caseId: string;
  /** Whom the page showed at the click: the case may have gone to somebody else since. */
  advisorId: string | undefined;
  name: string | null | undefined;
  onClose: () => void;
}) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(RateCaseDocument);
  const sent = useSendForm({ score: '', comment: '' }, async ({ score, comment }) => {
    const { caseRate: answer } = await send.mutateAsync({
      input: { caseId, advisorId: advisorId ?? null, score: Number(score), comment: comment.trim() || null },
    });
    if (answer.userErrors.length === 0) {
      say(t('advising.rating.done'));
      onClose();
      void refresh();
    }
    return answer.userErrors;
  });
  const { form, errorOf } = sent;
  return (
    <FormDialog title={t('advising.rating.go')} action={t('advising.rating.send')} sent={sent} onClose={onClose}>
      {name && <p>{t('advising.rating.about', { name })}</p>}
      <p>{t('advising.rating.who')}</p>
      <Choices legend={t('advising.rating.score')} error={errorOf('score')}>
        {SCORES.map((score) => (
          <Choice
            key={score}
            value={score}
            title={t(`advising.rating.${score}`)}
            {...form.register('score', { required: t('ui.required') })}
          />
        ))}
      </Choices>
      <TextArea
        label={t('advising.rating.comment')}
        rows={3}
        maxLength={1000}
        error={errorOf('comment')}
        {...form.register('comment')}
      />
    </FormDialog>
  );
}
