import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { usePower } from '@/features/operation';
import { Bilingual } from '@/features/achievement';
import { AssignCaseDocument, type AssignmentQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { todayInChina } from '@/lib/today';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { useRefresh } from '../useRefresh';
import { ChooseDialog } from './ChooseDialog';
import { Fit } from './Fit';
import { HowToRead } from './HowToRead';
import { Loads } from './Loads';
import { planQuery } from './queries';
import { TiesByName } from './TiesByName';

type Plan = AssignmentQuery['casePlan'];
type Proposal = Plan['proposals']['nodes'][number];

/** Who should get which of the cases that wait, all decided together; the operator takes it as it is, or otherwise. */
export function AssignmentPage() {
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(planQuery(locale));
  const plan = query.data?.casePlan;
  useTitle(t('advising.assign'));
  return (
    <div className={styles.page}>
      <PageHead title={t('advising.assign')} lead={t('advising.assign.lead')} />
      {query.isPending && <Skeleton lines={10} />}
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {plan && plan.waiting === 0 && (
        <Empty title={t('advising.assign.none')}>
          <p>{t('advising.assign.none.text')}</p>
        </Empty>
      )}
      {plan && plan.waiting === 0 && <Loads loads={plan.loads} />}
      {plan && plan.waiting > 0 && <Proposals plan={plan} isFetching={query.isFetching} />}
    </div>
  );
}

function Proposals({ plan, isFetching }: { plan: Plan; isFetching: boolean }) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(AssignCaseDocument);
  const decides = usePower();
  const [choosing, setChoosing] = useState<Proposal>();
  const [busy, setBusy] = useState<string>();
  const [refused, setRefused] = useState<{ id: string; message: string }[]>([]);
  const ready = plan.proposals.nodes.filter(({ advisor }) => advisor);

  const assign = async ({ case: one, advisor }: Proposal): Promise<string | undefined> => {
    if (!advisor || one.version === null) return undefined;
    try {
      const { caseAssign: answer } = await send.mutateAsync({
        input: { id: one.id, expectedVersion: one.version, advisorId: advisor.id },
      });
      return answer.userErrors[0]?.message;
    } catch (thrown) {
      return asApiError(thrown).message;
    }
  };
  /** One after the other, each as it was proposed; what is refused stays, with the reason. */
  const take = async (proposals: readonly Proposal[], name: string) => {
    setBusy(name);
    const against: { id: string; message: string }[] = [];
    for (const proposal of proposals) {
      const message = await assign(proposal);
      if (message) against.push({ id: proposal.case.id, message });
    }
    setRefused(against);
    setBusy(undefined);
    const done = proposals.length - against.length;
    if (done > 0) say(t('advising.assign.done', { count: done }));
    await refresh();
  };
  return (
    <>
      <dl className={styles.figures}>
        {(
          [
            ['waiting', plan.waiting],
            ['assignable', plan.assignable],
            ['advisors', plan.advisors],
          ] as const
        ).map(([name, count]) => (
          <div key={name}>
            <dt>{t(`advising.assign.${name}`)}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      {decides && ready.length > 1 && (
        <div>
          <Button look="primary" busy={busy === 'all'} onClick={() => void take(ready, 'all')}>
            {t('advising.assign.all', { count: ready.length })}
          </Button>
        </div>
      )}
      {plan.waiting > plan.proposals.nodes.length && (
        <Notice>{t('advising.assign.more', { shown: plan.proposals.nodes.length, total: plan.waiting })}</Notice>
      )}
      <HowToRead />
      <section aria-label={t('advising.assign.proposals')} aria-busy={isFetching} className={styles.rows}>
        <ol className={styles.list}>
          {plan.proposals.nodes.map((proposal) => (
            <li key={proposal.case.id} className={styles.item}>
              <ProposalLine
                proposal={proposal}
                against={refused.find(({ id }) => id === proposal.case.id)?.message}
                decides={decides}
                busy={busy === proposal.case.id}
                onTake={() => void take([proposal], proposal.case.id)}
                onChoose={() => setChoosing(proposal)}
              />
            </li>
          ))}
        </ol>
      </section>
      <Loads loads={plan.loads} />
      <details>
        <summary>{t('advising.assign.rules')}</summary>
        <ul className={styles.rows}>
          {plan.ruleVersions.map(({ id, summary, citation }) => (
            <li key={id}>
              <p>{summary}</p>
              <p className={styles.quiet}>{citation}</p>
            </li>
          ))}
        </ul>
      </details>
      {choosing && <ChooseDialog of={choosing.case} onClose={() => setChoosing(undefined)} />}
    </>
  );
}

function ProposalLine({
  proposal,
  against,
  decides,
  busy,
  onTake,
  onChoose,
}: {
  proposal: Proposal;
  against: string | undefined;
  decides: boolean;
  busy: boolean;
  onTake: () => void;
  onChoose: () => void;
}) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  const { case: one, advisor } = proposal;
  const isLate = Boolean(one.assignBy && one.assignBy < todayInChina());
  return (
    <>
      <div className={styles.itemHead}>
        <p>
          <Link to="/work/cases/$id" params={{ id: one.id }}>
            <b>{one.title ? <Bilingual texts={one.title} tag={false} /> : t('advising.case.hidden')}</b>
          </Link>{' '}
          <span className={styles.quiet}>{one.client?.name}</span>
        </p>
        <span className={styles.tags}>
          {one.assignBy && (
            <span className={cx(styles.quiet, isLate && styles.late)}>
              {t('advising.assign.by', { date: date(one.assignBy) })}
              {isLate && <> · {t('advising.due.late')}</>}
            </span>
          )}
          {Boolean(one.escalations) && (
            <Tag tone="clay">{t('advising.case.escalations', { count: one.escalations ?? 0 })}</Tag>
          )}
        </span>
      </div>
      {advisor ? (
        <>
          <p>
            {t('advising.assign.to')} <b>{advisor.name ?? '–'}</b>{' '}
            {advisor.grade && <Tag tone="sky">{label('AdvisorGrade', advisor.grade)}</Tag>}{' '}
            <span className={styles.quiet}>{t('advising.assign.others', { count: proposal.alternatives })}</span>
          </p>
          <Fit score={proposal.score ?? 0} parts={proposal.parts} />
          <TiesByName advisor={advisor.id} ties={proposal.tiesByName} />
        </>
      ) : (
        <Notice tone="clay">
          <p>{t('advising.assign.nobody')}</p>
          <ul>
            {proposal.obstacles.map(({ block, advisors }) => (
              <li key={block}>{t('advising.assign.obstacle', { block: label('Block', block), count: advisors })}</li>
            ))}
          </ul>
        </Notice>
      )}
      {against && (
        <div role="alert">
          <Notice tone="clay">{against}</Notice>
        </div>
      )}
      <div className={styles.buttons}>
        {advisor && decides && (
          <Button
            size="s"
            look="primary"
            busy={busy}
            aria-label={t('advising.assign.take.to', { name: advisor.name ?? '–' })}
            onClick={onTake}
          >
            {t('advising.assign.take')}
          </Button>
        )}
        {decides && (
          <Button size="s" aria-haspopup="dialog" onClick={onChoose}>
            {t('advising.assign.other')}
          </Button>
        )}
      </div>
    </>
  );
}
