import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend, useViewer } from '@/features/account';
import { readFragment } from '@/gql';
import {
  CreatePlatformDocument,
  PlatformEditedFragmentDoc,
  PlatformTermsFragmentDoc,
  SavePlatformDocument,
} from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { newKey } from '@/lib/key';
import { pick } from '@/lib/text';
import { ButtonLink } from '@/ui/Button';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';
import { PlatformForm } from './PlatformForm';
import { housesOf, platformWorkQuery } from './queries';
import { Steps } from './Steps';
import { TONES } from './tones';
import type { Edited } from './values';
import styles from './Work.module.css';

const one = getRouteApi('/work/platforms/$id');
const fresh = getRouteApi('/work/platforms/new');

/** A platform is written down; nobody else sees it yet. */
export function NewPlatformPage() {
  const t = useT();
  const { org } = fresh.useSearch();
  const viewer = useViewer();
  const navigate = useNavigate();
  const client = useQueryClient();
  const say = useToast();
  const send = useSend(CreatePlatformDocument);
  // One key for as long as the form is open: a double click makes one platform.
  const [key] = useState(newKey);
  useTitle(t('platform.own.new'));
  const houses = housesOf(viewer);
  const house = houses.find(({ id }) => id === org) ?? houses[0];
  if (!viewer) return <Skeleton lines={8} />;
  if (!house) return <Empty title={t('platform.own.noHouse')} level={1} />;
  return (
    <div className={styles.page}>
      <PageHead title={t('platform.own.new')} lead={t('platform.own.lead', { name: house.name })} />
      <PlatformForm
        onSend={async (input) => {
          const { servicePlatformCreate: answer } = await send.mutateAsync({
            input: { ...input, organizationId: house.id, idempotencyKey: key },
          });
          if (answer.servicePlatform && answer.userErrors.length === 0) {
            say(t('platform.form.saved'));
            await client.invalidateQueries({ queryKey: keys.all });
            await navigate({ to: '/work/platforms/$id', params: { id: answer.servicePlatform.id } });
          }
          return answer.userErrors;
        }}
      />
    </div>
  );
}

/** A platform as its own people see it: what it says, and whether others see it. */
export function EditPlatformPage() {
  const { id } = one.useParams();
  const { locale } = useLocale();
  const query = useQuery(platformWorkQuery(id, locale));
  if (query.isPending) return <Skeleton lines={10} />;
  if (query.isError && asApiError(query.error).trouble !== 'absent')
    return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const masked = query.data?.servicePlatform;
  if (!masked) return <NotFound />;
  const platform = {
    ...readFragment(PlatformEditedFragmentDoc, masked),
    ...readFragment(PlatformTermsFragmentDoc, masked),
  };
  if (!platform.viewerCanEdit) return <NotFound />;
  // What somebody else saved meanwhile is another form: it begins from there.
  return <Edit key={platform.version} platform={platform} />;
}

function Edit({ platform }: { platform: Edited }) {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const say = useToast();
  const client = useQueryClient();
  const send = useSend(SavePlatformDocument);
  useTitle(t('platform.own'));
  return (
    <div className={styles.page}>
      <p className={styles.quiet}>
        <Link to="/work/platforms">{t('platform.own')}</Link>
      </p>
      <PageHead title={pick(platform.name, locale)?.text ?? t('platform.own.new')}>
        <div className={styles.state}>
          <Tag tone={TONES[platform.state]}>{label('ServicePlatformState', platform.state)}</Tag>
          <ButtonLink to="/platforms/$id" params={{ id: platform.id }}>
            {t('platform.own.look')}
          </ButtonLink>
          <Steps platform={platform} />
        </div>
      </PageHead>
      {platform.state === 'WITHDRAWN' && platform.reason && (
        <Notice tone="clay">{t('platform.own.reason', { reason: platform.reason })}</Notice>
      )}
      {platform.state === 'PUBLISHED' && <Notice>{t('platform.own.live')}</Notice>}
      <PlatformForm
        platform={platform}
        onSend={async (input) => {
          const { servicePlatformUpdate: answer } = await send.mutateAsync({
            input: { ...input, id: platform.id, expectedVersion: platform.version },
          });
          if (answer.userErrors.length === 0) {
            say(t('platform.form.saved'));
            await client.invalidateQueries({ queryKey: keys.all });
          }
          return answer.userErrors;
        }}
      />
    </div>
  );
}
