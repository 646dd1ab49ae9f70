import { readFragment, type FragmentType } from '@/gql';
import { ReplyTimesFragmentDoc } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';

import styles from './ReplyTimes.module.css';

interface Props {
  of: FragmentType<typeof ReplyTimesFragmentDoc>;
  /** Only how long requests for a license wait, beside the offer to ask for one. */
  isOfRequests?: boolean;
}

/** How long somebody takes to answer. Of what too few have asked nothing is known, and nothing is shown. */
export function ReplyTimes({ of, isOfRequests = false }: Props) {
  const t = useT();
  const { date } = useFormats();
  const times = readFragment(ReplyTimesFragmentDoc, of).replyTimes.filter(
    ({ kind }) => !isOfRequests || kind === 'LICENSE_REQUEST',
  );
  if (times.length === 0) return null;
  return (
    <ul className={styles.times}>
      {times.map(({ kind, medianDays, atLeast: count, windowDays, asOf }) => (
        <li key={kind} title={t('achievement.reply.how', { days: windowDays, count, date: date(asOf) })}>
          {kind === 'LICENSE_REQUEST'
            ? t('achievement.reply.request', { days: medianDays, count })
            : t('achievement.reply.proposal', { days: medianDays, count })}
        </li>
      ))}
    </ul>
  );
}
