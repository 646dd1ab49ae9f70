import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useLocation, useNavigate } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import type { DemandPromptsQuery } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { ButtonLink } from '@/ui/Button';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';

import { draftingQuery, firmsOf, promptsQuery } from '../work/queries';
import { Editor } from './Editor';
import styles from './Editor.module.css';

const route = getRouteApi('/work/demands/new');

/** A new demand. It is there as soon as the first step is saved. */
export function NewDemandPage() {
  const t = useT();
  const { locale } = useLocale();
  const { org, case: draftingCase } = route.useSearch();
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
  if (draftingCase)
    return <DraftFor id={draftingCase} user={viewer.user.id} prompts={prompts.data?.demandPrompts ?? []} />;
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

/** What an advisor drafts for a client. The client alone hands it in. */
function DraftFor({ id, user, prompts }: { id: string; user: string; prompts: DemandPromptsQuery['demandPrompts'] }) {
  const t = useT();
  const { locale } = useLocale();
  const navigate = useNavigate();
  const query = useQuery(draftingQuery(id, locale));
  useTitle(t('demand.draft'));
  if (query.isPending) return <Skeleton lines={12} />;
  if (query.isError && !query.data) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  const found = query.data?.brokerCase;
  if (!found?.client || found.version == null || !found.viewerCanDraft) return <NotFound />;
  return (
    <div className={styles.page}>
      <PageHead
        above={
          <Link to="/work/cases/$id" params={{ id }}>
            {t('demand.draft.back')}
          </Link>
        }
        title={t('demand.draft')}
        lead={t('demand.draft.lead', { name: found.client.name })}
      />
      <Editor
        prompts={prompts}
        user={user}
        organizationId={found.client.id}
        drafting={{ id, version: found.version }}
        isForClient
        step="problem"
        onStep={(step, made) =>
          made &&
          void navigate({
            to: '/work/demands/$id/edit',
            params: { id: made },
            search: step === 'problem' ? {} : { step },
            replace: true,
          })
        }
      />
    </div>
  );
}
