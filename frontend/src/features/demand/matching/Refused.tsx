import { Link } from '@tanstack/react-router';

import { Bilingual } from '@/features/achievement';
import { readFragment, type FragmentType } from '@/gql';
import { FeedbackShownFragmentDoc, RefusedShownFragmentDoc } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Tag } from '@/ui/Tag';

import { PutBack } from './PutBack';
import why from './Why.module.css';
import styles from './Feedback.module.css';

/** What was put aside, with the reason and a way back. */
export function Refused({
  refused,
  canGive,
  isWhole = false,
}: {
  refused: readonly FragmentType<typeof RefusedShownFragmentDoc>[];
  canGive: boolean;
  /** Whether it is all that is looked at: then it is not folded, and said to be empty if it is. */
  isWhole?: boolean;
}) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  if (refused.length === 0) return isWhole ? <p>{t('match.show.none')}</p> : null;
  const list = (
    <ul className={styles.refused}>
      {refused
        .map((one) => readFragment(RefusedShownFragmentDoc, one))
        .map((feedback) => (
          <li key={feedback.id}>
            <p>
              {feedback.listing ? (
                <Link to="/a/$id" params={{ id: feedback.listing.id }}>
                  <Bilingual texts={feedback.listing.title} tag={false} />
                </Link>
              ) : (
                t('match.refused.gone')
              )}
            </p>
            <p className={styles.said}>
              <Tag tone="clay">{label('MatchVerdict', feedback.verdict)}</Tag>
              <time dateTime={feedback.updatedAt}>{date(feedback.updatedAt)}</time>
              {feedback.note && <span>{feedback.note}</span>}
              {canGive && (
                <PutBack feedback={readFragment(FeedbackShownFragmentDoc, feedback)}>{t('match.refused.back')}</PutBack>
              )}
            </p>
          </li>
        ))}
    </ul>
  );
  if (isWhole) return list;
  return (
    <details className={why.rest}>
      <summary>{t('match.refused', { count: refused.length })}</summary>
      {list}
    </details>
  );
}
