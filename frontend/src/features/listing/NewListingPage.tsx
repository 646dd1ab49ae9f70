import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Skeleton } from '@/ui/States';

import { Editor } from './editor/Editor';
import styles from './ListingPage.module.css';
import { rulesQuery } from './queries';

const route = getRouteApi('/work/listings/new');

/** A new listing. It is there as soon as it has a title. */
export function NewListingPage() {
  const t = useT();
  const { locale } = useLocale();
  const { org } = route.useSearch();
  const navigate = route.useNavigate();
  const viewer = useViewer();
  const rules = useQuery(rulesQuery(locale));
  useTitle(t('listing.new'));
  const organizations = (viewer?.memberships ?? []).flatMap(({ organization }) => organization ?? []);
  const organization = organizations.find(({ id }) => id === org) ?? organizations[0];
  if (!viewer || !organization) return <Skeleton lines={12} />;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <nav aria-label={t('shell.breadcrumb')}>
          <Link to="/work/listings">{t('listing.table.title')}</Link>
        </nav>
        <h1>{t('listing.new')}</h1>
        <p className={styles.state}>{t('listing.new.lead', { name: organization.name })}</p>
      </header>
      <Editor
        rules={rules.data?.rules.nodes ?? []}
        user={viewer.user.id}
        organizationId={organization.id}
        onCreated={(id) => void navigate({ to: '/work/listings/$id', params: { id }, replace: true })}
      />
    </div>
  );
}
