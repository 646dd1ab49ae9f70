import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Suspense } from 'react';

import { useViewer } from '@/features/account';
import { Bilingual } from '@/features/achievement';
import { DemandAdvisor } from '@/features/advising';
import { readFragment } from '@/gql';
import {
  DemandDetailFragmentDoc,
  DemandStatusFragmentDoc,
  type DemandDetailFragment,
  type DemandStatusFragment,
} from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { ButtonLink } from '@/ui/Button';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import { DemandContent } from '../components/DemandContent';
import { DemandFacts } from '../components/DemandFacts';
import { ListingMatches } from '../matching/ListingMatches';
import { DemandProposals } from '../proposal/DemandProposals';
import { PARTS } from './address';
import { Changes } from './Changes';
import { Completeness } from './Completeness';
import { ReturnNotes } from './ReturnNotes';
import { Splits } from './Splits';
import { DemandStateTag } from './StateTag';
import { Steps } from './Steps';
import { firmsOf, workQuery } from './queries';
import styles from './Work.module.css';

const route = getRouteApi('/work/demands/$id/');
/** As long as it is not over, somebody may help with it. */
const OPEN: readonly string[] = ['DRAFT', 'SUBMITTED', 'PUBLISHED', 'SUSPENDED'];

/** One demand as its owner, the operator, or an advisor with the owner's mandate works on it. */
export function DemandWorkPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(workQuery(id, locale));
  if (query.isPending) return <Skeleton lines={14} />;
  if (query.isError) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  const demand = query.data.demand;
  if (!demand) return <NotFound />;
  const status = readFragment(DemandStatusFragmentDoc, demand);
  // What only those who read it inside are told is not there: somebody from outside came by.
  if (!status.completeness) return <NotFound />;
  return <Shown status={status} content={readFragment(DemandDetailFragmentDoc, demand)} />;
}

function Shown({ status, content }: { status: DemandStatusFragment; content: DemandDetailFragment }) {
  const t = useT();
  const { locale } = useLocale();
  const { date } = useFormats();
  const { part: asked = 'overview', stage } = route.useSearch();
  const viewer = useViewer();
  const title = pick(content.title, locale)?.text ?? t('demand.untitled');
  const { id } = status;
  useTitle(title);
  const isOwn = firmsOf(viewer).some((firm) => firm.id === content.organization?.id);
  // Whoever is neither of the owner nor of the staff reads it under a mandate: what offices propose is not for them to answer.
  const isOfHouse = isOwn || (viewer?.workAreas.includes('OPERATION') ?? false);
  const before = status.publishedContentVersion ?? status.reviews[0]?.contentVersion;
  const shown = PARTS.filter(
    (part) =>
      (part !== 'changes' || (before !== undefined && before < status.contentVersion)) &&
      (part !== 'proposals' || isOfHouse) &&
      (part !== 'splits' || status.splits.length > 0 || status.viewerCanProposeSplit),
  );
  const part = asked === 'proposals' && !isOfHouse ? 'overview' : asked;
  return (
    <article className={styles.page}>
      <PageHead
        above={isOfHouse && <Link to="/work/demands">{t('demand.own')}</Link>}
        title={title}
        tags={
          <>
            <DemandStateTag state={status.state} revision={status.revisionState} suspension={status.suspension} />
            {content.organization && <span>{content.organization.name}</span>}
            {status.shownUntil && <span>{t('demand.shownUntil', { date: date(status.shownUntil) })}</span>}
          </>
        }
      >
        {status.state === 'PUBLISHED' && (
          <ButtonLink to="/d/$id" params={{ id }}>
            {t('demand.public')}
          </ButtonLink>
        )}
        {status.viewerCanEdit && (
          <ButtonLink to="/work/demands/$id/edit" params={{ id }}>
            {t('demand.edit')}
          </ButtonLink>
        )}
      </PageHead>
      <Tabs
        label={t('demand.parts')}
        current={part}
        tabs={shown.map((key) => ({
          key,
          label: t(`demand.part.${key}`),
          ...(key === 'splits' ? { count: status.splits.length } : {}),
          link: {
            to: '/work/demands/$id',
            params: { id },
            search: (key === 'overview' ? {} : { part: key }) as never,
          },
        }))}
      />
      {part === 'overview' && <Overview status={status} content={content} />}
      {part === 'matches' && <ListingMatches demand={id} title={title} canEdit={status.viewerCanEdit} isOwn={isOwn} />}
      {part === 'proposals' && <DemandProposals demand={id} stage={stage} isOwn={isOwn} />}
      {part === 'changes' && before !== undefined && <Changes id={id} from={before} to={status.contentVersion} />}
      {part === 'splits' && <Splits demand={status} />}
    </article>
  );
}

function Overview({ status, content }: { status: DemandStatusFragment; content: DemandDetailFragment }) {
  const t = useT();
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        {status.reason && (
          <Notice tone="clay">
            <b>{t('demand.reason')}</b>
            <p className={styles.said}>{status.reason}</p>
          </Notice>
        )}
        {status.draftedBy && status.state === 'DRAFT' && (
          <Notice>{t('demand.drafted.notice', { name: status.draftedBy.name ?? '–' })}</Notice>
        )}
        <ReturnNotes demand={status} />
        {status.splitFrom && (
          <p>
            {t('demand.splitFrom')}{' '}
            <Link to="/work/demands/$id" params={{ id: status.splitFrom.id }}>
              <Bilingual texts={status.splitFrom.title} />
            </Link>
          </p>
        )}
        <DemandContent demand={content} />
      </div>
      <aside className={styles.side} aria-label={t('demand.steps')}>
        <Steps demand={status} />
        {content.organization && (
          <Suspense fallback={null}>
            <DemandAdvisor
              demand={status.id}
              organizationId={content.organization.id}
              mayAsk={status.viewerCanEdit && OPEN.includes(status.state)}
            />
          </Suspense>
        )}
        <Completeness demand={status} />
        <DemandFacts demand={content} />
        {status.contact && (
          <section className={styles.part}>
            <h2>{t('demand.field.contact')}</h2>
            <p>{[status.contact.name, status.contact.phone, status.contact.email].filter(Boolean).join(' · ')}</p>
            <p className={styles.quiet}>{t('demand.contact.who')}</p>
          </section>
        )}
      </aside>
    </div>
  );
}
