import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { DecideSplitDocument, SplitShownFragmentDoc, type SplitShownFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';
import { ChangeList } from './Changes';
import { splitQuery } from './queries';
import styles from './SplitPage.module.css';

const route = getRouteApi('/work/splits/$id');
const TONES = { PENDING: 'bloom', APPROVED: 'leaf', REJECTED: 'clay' } as const;

/** A proposal to make two demands of one, decided part by part with what each would change. */
export function SplitPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(splitQuery(id, locale));
  if (query.isPending) return <Skeleton lines={10} />;
  if (query.isError) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  const node = query.data.node;
  if (node?.__typename !== 'DemandSplit') return <NotFound />;
  return <Shown split={readFragment(SplitShownFragmentDoc, node)} />;
}

function Shown({ split }: { split: SplitShownFragment }) {
  const t = useT();
  const { date } = useFormats();
  const label = useLabel();
  useTitle(t('demand.split'));
  const isOld =
    split.demand !== null && split.demand !== undefined && split.demand.contentVersion !== split.baseContentVersion;
  return (
    <article className={styles.page}>
      <PageHead
        above={
          split.demand && (
            <Link to="/work/demands/$id" params={{ id: split.demand.id }} search={{ part: 'splits' }}>
              <Bilingual texts={split.demand.title} />
            </Link>
          )
        }
        title={t('demand.split')}
        tags={
          <>
            <Tag tone={split.state === 'OPEN' ? 'bloom' : 'plain'}>{label('DemandSplitState', split.state)}</Tag>
            <span>{date(split.createdAt)}</span>
          </>
        }
        lead={t('demand.split.lead')}
      />
      {split.note && <Notice>{split.note}</Notice>}
      {split.state === 'OPEN' && isOld && split.parts.every(({ decision }) => decision === 'PENDING') && (
        <Notice tone="clay">{t('demand.split.old')}</Notice>
      )}
      <div className={styles.parts}>
        {split.parts.map((part) => (
          <Part key={part.part} split={split} part={part} />
        ))}
      </div>
    </article>
  );
}

function Part({ split, part }: { split: SplitShownFragment; part: SplitShownFragment['parts'][number] }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const client = useQueryClient();
  const send = useSend(DecideSplitDocument);
  const [asking, setAsking] = useState<'approve' | 'reject'>();
  const name = label('DemandSplitPartName', part.part);
  const refresh = () => client.invalidateQueries({ queryKey: keys.all });
  return (
    <section className={styles.part} aria-labelledby={part.part}>
      <h2 id={part.part}>
        {name} <Tag tone={TONES[part.decision]}>{label('DemandSplitDecision', part.decision)}</Tag>
      </h2>
      <p className={styles.title}>
        <Bilingual texts={part.title} />
      </p>
      <ChangeList changes={part.changes} />
      {part.part === 'SPLIT_OFF' && split.createdDemand && (
        <p>
          <Link to="/work/demands/$id" params={{ id: split.createdDemand.id }}>
            {t('demand.split.created')}
          </Link>
        </p>
      )}
      {part.decision === 'PENDING' && split.demand?.viewerCanEdit && (
        <div className={styles.buttons}>
          <Button look="primary" onClick={() => setAsking('approve')}>
            {t('demand.split.approve')}
          </Button>
          <Button onClick={() => setAsking('reject')}>{t('demand.split.reject')}</Button>
        </div>
      )}
      <ConfirmDialog
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={name}
        action={t(asking === 'reject' ? 'demand.split.reject' : 'demand.split.approve')}
        isDangerous={asking === 'reject'}
        onReload={() => void refresh()}
        onConfirm={async () => {
          const { demandSplitDecide: answer } = await send.mutateAsync({
            input: {
              id: split.id,
              expectedVersion: split.version,
              part: part.part,
              approve: asking === 'approve',
            },
          });
          if (answer.userErrors.length === 0) {
            say(t('demand.split.decided'));
            // The other part is decided looking at what stands now: until that is there, this one is not over.
            await refresh();
          }
          return answer.userErrors;
        }}
      >
        <p>{t(asking === 'reject' ? 'demand.split.reject.what' : `demand.split.approve.${part.part}`)}</p>
      </ConfirmDialog>
    </section>
  );
}
