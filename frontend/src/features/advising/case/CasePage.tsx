import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Suspense } from 'react';

import { useViewer } from '@/features/account';
import { readFragment } from '@/gql';
import { CaseNoteFragmentDoc, type CaseQuery } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { AlertIcon, ClockIcon } from '@/ui/icons';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import styles from '../Advising.module.css';
import { isSeen, type Seen } from '../board/model';
import { CaseStateTag } from '../words';
import { CaseFacts } from './CaseFacts';
import { CaseStepper } from './CaseStepper';
import { CaseSteps } from './CaseSteps';
import { Introductions } from './Introductions';
import { MandatePart } from './MandatePart';
import { Need } from './Need';
import { Notes } from './Notes';
import { Outcomes } from './Outcomes';
import { Shortlist } from './lazy';
import { caseQuery } from './queries';
import { Rating } from './Rating';
import { standingOf } from './standing';
import { Tasks } from './Tasks';
import { Ties } from './Ties';

const route = getRouteApi('/work/cases/$id');

type Found = NonNullable<CaseQuery['brokerCase']>;
export type Case = Seen<Found>;

/** One case, as far as the viewer sees it: the advisor who has it, the client, or staff. */
export function CasePage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(caseQuery(id, locale));
  if (query.isPending) return <Skeleton lines={14} />;
  if (query.isError && !query.data) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  const found = query.data.brokerCase;
  return found ? <Shown found={found} advisor={query.data.viewerAdvisor?.id} /> : <NotFound />;
}

function Shown({ found, advisor }: { found: Found; advisor: string | undefined }) {
  const t = useT();
  const viewer = useViewer();
  const { locale } = useLocale();
  const { date } = useFormats();
  const standing = standingOf(found, advisor, viewer);
  const seen = isSeen(found) ? found : undefined;
  const title = (found.title && pick(found.title, locale)?.text) ?? t('advising.case.hidden');
  useTitle(title);
  const notes = readFragment(CaseNoteFragmentDoc, found.logs);
  return (
    <article className={styles.page}>
      <PageHead
        above={
          standing.isClient ? (
            <Link to="/work/cases">{t('advising.cases')}</Link>
          ) : (
            <Link to="/work/advising">{t('advising.board')}</Link>
          )
        }
        title={title}
        tags={
          <>
            <CaseStateTag state={found.state} />
            {found.stuckSince && (
              <Tag tone="clay">
                <AlertIcon size={12} />
                {t('advising.mark.stuck', { date: date(found.stuckSince) })}
              </Tag>
            )}
            {found.lateSince && (
              <Tag tone="clay">
                <ClockIcon size={12} />
                {t('advising.mark.late', { date: date(found.lateSince) })}
              </Tag>
            )}
            {Boolean(found.escalations) && (
              <Tag tone="clay">{t('advising.case.escalations', { count: found.escalations ?? 0 })}</Tag>
            )}
            <span>{t('advising.case.opened', { date: date(found.createdAt) })}</span>
          </>
        }
      />
      {!seen ? (
        <div className={styles.about}>
          <CaseSteps found={found} title={title} />
          <div className={styles.main}>
            <Notice>
              <p>{t('advising.case.notesOnly')}</p>
            </Notice>
            <Notes found={found} notes={notes} standing={standing} />
          </div>
        </div>
      ) : (
        <>
          <CaseStepper found={seen} />
          {seen.reason && (
            <Notice>
              <b>{t('advising.case.reason')}</b>
              <p className={styles.said}>{seen.reason}</p>
            </Notice>
          )}
          <div className={styles.about}>
            <CaseSteps found={seen} title={title} />
            <div className={styles.main}>
              <Need found={seen} />
              <Tasks found={seen} standing={standing} />
              {/* In the words about matches, which come with it. */}
              <Suspense fallback={<Skeleton lines={4} />}>
                <Shortlist found={seen} standing={standing} />
              </Suspense>
              <Introductions found={seen} standing={standing} />
              <Outcomes found={seen} standing={standing} />
              <Notes found={seen} notes={notes} standing={standing} />
            </div>
            <aside className={styles.side} aria-label={t('advising.case.side')}>
              <CaseFacts found={seen} />
              <MandatePart found={seen} standing={standing} />
              <Ties found={seen} standing={standing} />
              <Rating found={seen} />
            </aside>
          </div>
        </>
      )}
    </article>
  );
}
