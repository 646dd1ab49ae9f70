import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useLocation, useNavigate } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { ButtonLink } from '@/ui/Button';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';

import { firmsOf, promptsQuery } from '../work/queries';
import { Editor } from './Editor';
import styles from './Editor.module.css';

const route = getRouteApi('/work/demands/new');

/** A new demand. It is there as soon as the first step is saved. */
export function NewDemandPage() {
  const t = useT();
  const { locale } = useLocale();
  const { org } = route.useSearch();
  const navigate = useNavigate();
  const href = useLocation({ select: ({ href }) => href });
  const viewer = useViewer();
  const prompts = useQuery(promptsQuery(locale));
  useTitle(t('demand.new'));
  const firms = firmsOf(viewer);
  const firm = firms.find(({ id }) => id === org) ?? firms[0];
  // The session may have ended in another tab. What was typed is put aside by the name of who typed it.
  if (viewer === null)
    return (
      <Empty title={t('demand.new.signedOut')}>
        <p>{t('demand.new.kept')}</p>
        <ButtonLink look="primary" to="/login" search={{ to: href }}>
          {t('account.signIn')}
        </ButtonLink>
      </Empty>
    );
  if (!viewer || prompts.isPending) return <Skeleton lines={12} />;
  if (!firm) return <NotFound />;
  return (
    <div className={styles.page}>
      <PageHead
        above={<Link to="/work/demands">{t('demand.own')}</Link>}
        title={t('demand.new')}
        lead={t('demand.new.lead', { name: firm.name })}
      />
      {prompts.isError && <ErrorBox error={asApiError(prompts.error)} onRetry={() => void prompts.refetch()} />}
      <Editor
        prompts={prompts.data?.demandPrompts ?? []}
        user={viewer.user.id}
        organizationId={firm.id}
        step="problem"
        onStep={(step, id) =>
          id &&
          void navigate({
            to: '/work/demands/$id/edit',
            params: { id },
            search: step === 'problem' ? {} : { step },
            replace: true,
          })
        }
      />
    </div>
  );
}
