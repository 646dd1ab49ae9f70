import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';

import { useViewer } from '@/features/account';
import { DemandMatches } from '@/features/demand';
import { readFragment } from '@/gql';
import {
  ListingContentFragmentDoc,
  ListingStatusFragmentDoc,
  ListingWorkFragmentDoc,
  type ListingEditorQuery,
} from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { NotFound } from '@/ui/NotFound';
import { ErrorBox, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import { Changes } from './components/Changes';
import { ListingHistory } from './components/History';
import { Preview } from './components/Preview';
import { StateTag } from './components/StateTag';
import { Steps } from './components/Steps';
import { Editor } from './editor/Editor';
import styles from './ListingPage.module.css';
import { PAGE_TABS } from './pageTabs';
import { editorQuery } from './queries';

const route = getRouteApi('/work/listings/$id');

/** One listing as its office works on it. */
export function ListingPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const viewer = useViewer();
  const query = useQuery(editorQuery(id, locale));
  if (query.isPending || !viewer) return <Skeleton lines={16} />;
  if (query.isError && asApiError(query.error).trouble === 'absent') return <NotFound />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  // Somebody from outside sees the public page; there is nothing to work on here.
  if (!query.data.listing) return <NotFound />;
  return <Listing key={id} listing={query.data.listing} rules={query.data.rules.nodes} user={viewer.user.id} />;
}

function Listing({
  listing: masked,
  rules,
  user,
}: {
  listing: NonNullable<ListingEditorQuery['listing']>;
  rules: ListingEditorQuery['rules']['nodes'];
  user: string;
}) {
  const t = useT();
  const { locale } = useLocale();
  const { date } = useFormats();
  const { tab = 'edit', layer = 'PUBLIC' } = route.useSearch();
  const [isDirty, setDirty] = useState(false);
  const work = readFragment(ListingWorkFragmentDoc, masked);
  const status = readFragment(ListingStatusFragmentDoc, work);
  const content = readFragment(ListingContentFragmentDoc, work);
  const title = pick(content.title, locale);
  useTitle(title?.text ?? t('listing.untitled'));
  // What nobody but the office is told is not there: somebody from outside came by.
  if (!status.completeness || !status.organization) return <NotFound />;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <nav aria-label={t('shell.breadcrumb')}>
          <Link to="/work/listings">{t('listing.table.title')}</Link>
        </nav>
        <h1 lang={title?.isOther ? title.lang : undefined}>{title?.text ?? t('listing.untitled')}</h1>
        <p className={styles.state}>
          <StateTag state={status.state} revision={status.revisionState} suspension={status.suspension} />
          {status.reason && <span>{status.reason}</span>}
          {status.shownUntil && <span>{t('listing.shownUntil', { date: date(status.shownUntil) })}</span>}
          {status.state === 'PUBLISHED' && (
            <Link to="/a/$id" params={{ id: status.id }}>
              {t('listing.public')}
            </Link>
          )}
        </p>
        <Steps listing={status} isDirty={isDirty && tab === 'edit'} linked={tab === 'edit'} />
      </header>
      <Tabs
        label={t('listing.tabs')}
        current={tab}
        tabs={PAGE_TABS.map((key) => ({
          key,
          label: t(`listing.page.${key}`),
          link: {
            to: '/work/listings/$id',
            params: { id: status.id },
            search: { tab: key === 'edit' ? undefined : key } as never,
          },
        }))}
      />
      {tab === 'edit' && (
        <Editor work={work} rules={rules} user={user} organizationId={status.organization.id} onDirty={setDirty} />
      )}
      {tab === 'matches' && (
        <Suspense fallback={<Skeleton lines={12} />}>
          <DemandMatches listing={status.id} canPropose={status.state === 'PUBLISHED'} />
        </Suspense>
      )}
      {tab === 'preview' && <Preview id={status.id} layer={layer} />}
      {tab === 'changes' && (
        <Changes
          key={status.contentVersion}
          id={status.id}
          current={status.contentVersion}
          published={status.publishedContentVersion}
        />
      )}
      {tab === 'history' && <ListingHistory id={status.id} organizationId={status.organization.id} />}
    </div>
  );
}
