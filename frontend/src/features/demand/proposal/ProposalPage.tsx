import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { ProposalJudgedFragmentDoc, ProposalShownFragmentDoc, type ProposalShownFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Facts } from '@/ui/Facts';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import styles from '../work/Work.module.css';
import { Answers } from './Answers';
import { TEXTS } from './model';
import { proposalQuery } from './queries';
import { Reviews } from './Reviews';
import { ProposalStateTag } from './words';

const route = getRouteApi('/work/proposals/$id');

/** One proposal: what it says, how it was answered, and what can be done now. */
export function ProposalPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(proposalQuery(id, locale));
  if (query.isPending) return <Skeleton lines={12} />;
  if (query.isError) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  const proposal = query.data.demandProposal;
  return proposal ? <Shown proposal={readFragment(ProposalShownFragmentDoc, proposal)} /> : <NotFound />;
}

function Shown({ proposal }: { proposal: ProposalShownFragment }) {
  const t = useT();
  const label = useLabel();
  const { date, dateTime } = useFormats();
  useTitle(proposal.title);
  const contact = proposal.demandContact;
  const isOpen = proposal.state === 'OPEN';
  return (
    <article className={styles.page}>
      <PageHead
        above={<Link to="/work/proposals">{t('demand.proposals')}</Link>}
        title={proposal.title}
        tags={
          <>
            <ProposalStateTag state={proposal.state} />
            {proposal.late && isOpen && <Tag tone="clay">{t('demand.proposal.late')}</Tag>}
            <span>{dateTime(proposal.createdAt)}</span>
          </>
        }
      />
      {proposal.passReason && (
        <Notice tone="clay">
          <b>{label('PassReason', proposal.passReason)}</b>
          {proposal.answerNote && <p className={styles.said}>{proposal.answerNote}</p>}
        </Notice>
      )}
      {!proposal.passReason && proposal.answerNote && (
        <Notice tone="leaf">
          <p className={styles.said}>{proposal.answerNote}</p>
        </Notice>
      )}
      {isOpen && proposal.demand && proposal.demand.contentVersion !== proposal.demandContentVersion && (
        <Notice>{t('demand.proposal.changed')}</Notice>
      )}
      <div className={styles.columns}>
        <div className={styles.main}>
          {TEXTS.filter((name) => name !== 'title' && proposal[name]).map((name) => (
            <section key={name} className={styles.part}>
              <h2>{t(`demand.proposal.${name}`)}</h2>
              <p className={styles.said}>{proposal[name]}</p>
            </section>
          ))}
          <Reviews proposal={readFragment(ProposalJudgedFragmentDoc, proposal)} />
        </div>
        <aside className={styles.side} aria-label={t('demand.facts')}>
          <Answers proposal={proposal} />
          <Facts
            rows={[
              [
                t('demand.one'),
                proposal.demand ? (
                  <Link key="demand" to="/d/$id" params={{ id: proposal.demand.id }}>
                    <Bilingual texts={proposal.demandTitle} tag={false} />
                  </Link>
                ) : (
                  <Bilingual key="demand" texts={proposal.demandTitle} tag={false} />
                ),
              ],
              [t('demand.proposal.office'), proposal.organization?.name],
              [t('demand.proposal.owner'), proposal.demandOwner?.name ?? t('demand.owner.hidden')],
              [
                t('demand.field.contact'),
                contact && [contact.name, contact.phone, contact.email].filter(Boolean).join(' · '),
              ],
              [
                t('demand.proposal.listing'),
                proposal.listing && (
                  <Link key="listing" to="/a/$id" params={{ id: proposal.listing.id }}>
                    <Bilingual texts={proposal.listing.title} tag={false} />
                  </Link>
                ),
              ],
              [t('demand.trl'), proposal.trl && t('demand.filter.trl.level', { level: proposal.trl })],
              [t('demand.proposal.replyBy'), isOpen && date(proposal.replyBy)],
              [t('demand.proposal.answeredAt'), proposal.answeredAt && dateTime(proposal.answeredAt)],
              [t('demand.proposal.revealedAt'), proposal.revealedAt && dateTime(proposal.revealedAt)],
            ]}
          />
        </aside>
      </div>
    </article>
  );
}
