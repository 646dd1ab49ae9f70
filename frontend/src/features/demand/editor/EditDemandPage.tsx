import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { readFragment } from '@/gql';
import { DemandDetailFragmentDoc, DemandStatusFragmentDoc, type DemandEditorQuery } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';

import { DemandStateTag } from '../work/StateTag';
import { editorQuery, firmsOf } from '../work/queries';
import { Editor } from './Editor';
import styles from './Editor.module.css';

const route = getRouteApi('/work/demands/$id/edit');

/** Writes on at a demand. */
export function EditDemandPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(editorQuery(id, locale));
  if (query.isPending) return <Skeleton lines={14} />;
  if (query.isError && !query.data) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data?.demand) return <NotFound />;
  return <Shown key={id} demand={query.data.demand} prompts={query.data.demandPrompts} />;
}

function Shown({
  demand,
  prompts,
}: {
  demand: NonNullable<DemandEditorQuery['demand']>;
  prompts: DemandEditorQuery['demandPrompts'];
}) {
  const t = useT();
  const { locale } = useLocale();
  const viewer = useViewer();
  const { step = 'problem' } = route.useSearch();
  const navigate = route.useNavigate();
  const status = readFragment(DemandStatusFragmentDoc, demand);
  const content = readFragment(DemandDetailFragmentDoc, demand);
  const title = pick(content.title, locale)?.text ?? t('demand.untitled');
  useTitle(title);
  if (!viewer || !content.organization || !status.completeness) return <NotFound />;
  return (
    <div className={styles.page}>
      <PageHead
        above={
          <Link to="/work/demands/$id" params={{ id: status.id }}>
            {t('demand.edit.back')}
          </Link>
        }
        title={title}
        tags={<DemandStateTag state={status.state} revision={status.revisionState} suspension={status.suspension} />}
      />
      {status.viewerCanEdit || step === 'preview' ? (
        <Editor
          demand={demand}
          prompts={prompts}
          user={viewer.user.id}
          organizationId={content.organization.id}
          isForClient={!firmsOf(viewer).some(({ id }) => id === content.organization?.id)}
          step={step}
          onStep={(next) => void navigate({ search: next === 'problem' ? {} : { step: next }, resetScroll: true })}
        />
      ) : (
        <Notice>{t('demand.readOnly')}</Notice>
      )}
    </div>
  );
}
