import { useInfiniteQuery } from '@tanstack/react-query';

import { readFragment } from '@/gql';
import { MandateRequestLineFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';

import styles from '../Advising.module.css';
import { Lines } from './Lines';
import { requestsQuery } from './queries';
import { RequestCard } from './RequestCard';

/** Questions for mandates that the viewer has asked or was asked. Where there are none, nothing is said of them. */
export function Requests() {
  const t = useT();
  const { locale } = useLocale();
  const query = useInfiniteQuery(requestsQuery({}, locale));
  const requests = readFragment(
    MandateRequestLineFragmentDoc,
    (query.data?.pages ?? []).flatMap((page) => page.mandateRequests.nodes),
  );
  if (query.data && requests.length === 0) return null;
  return (
    <section aria-labelledby="requests" aria-busy={query.isFetching} className={styles.rows}>
      <h2 id="requests">{t('advising.requests')}</h2>
      <Lines query={query} lines={requests}>
        {(request) => <RequestCard request={request} />}
      </Lines>
    </section>
  );
}
