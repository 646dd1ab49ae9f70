import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';

import { useSend } from '@/features/account';
import { Bilingual } from '@/features/achievement';
import { ConfirmOutcomeDocument, type OutcomeLineFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Facts } from '@/ui/Facts';
import { Money } from '@/ui/Money';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { useRefresh } from '../useRefresh';
import { OutcomeStateTag, Party } from '../words';

/** One outcome, wherever it is shown: what was agreed, who has confirmed it, what is paid for it. */
export function OutcomeCard({
  outcome,
  withCase = false,
  children,
}: {
  outcome: OutcomeLineFragment;
  withCase?: boolean;
  /** What else can be done with it. */
  children?: ReactNode;
}) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { date, dateTime } = useFormats();
  const refresh = useRefresh();
  const confirm = useSend(ConfirmOutcomeDocument);
  const [asking, setAsking] = useState(false);
  const told = (at: string | null | undefined) => (at ? dateTime(at) : t('advising.outcomes.waits'));
  return (
    <div className={styles.item}>
      <div className={styles.itemHead}>
        <p>
          <b>{label('OutcomeKind', outcome.kind)}</b> <Money amount={outcome.amount} />
          {outcome.threeParty && <Tag tone="sky">{t('advising.outcomes.three')}</Tag>}
          {outcome.useFirstPayLater && <Tag tone="bloom">{t('advising.outcomes.later')}</Tag>}
        </p>
        <OutcomeStateTag state={outcome.state} />
      </div>
      <Facts
        rows={[
          [
            t('advising.col.case'),
            withCase && outcome.case?.title && (
              <Link to="/work/cases/$id" params={{ id: outcome.case.id }}>
                <Bilingual texts={outcome.case.title} />
              </Link>
            ),
          ],
          [t('advising.col.client'), <Party key="client" party={outcome.client} />],
          [t('advising.case.counterparty'), <Party key="other" party={outcome.counterparty} />],
          [t('advising.col.advisor'), outcome.advisor?.name],
          [t('advising.outcomes.signedOn'), date(outcome.signedOn)],
          [t('advising.outcomes.duty'), outcome.serviceDutyUntil && date(outcome.serviceDutyUntil)],
          [
            t('advising.outcomes.hash'),
            <code key="hash" className={styles.hash}>
              {outcome.contractHash}
            </code>,
          ],
          [t('advising.outcomes.byClient'), told(outcome.clientConfirmedAt)],
          [t('advising.outcomes.byOther'), told(outcome.counterpartyConfirmedAt)],
          [
            t('advising.outcomes.byOperator'),
            outcome.decidedAt
              ? [dateTime(outcome.decidedAt), outcome.decisionNote].filter(Boolean).join(' · ')
              : t('advising.outcomes.waits'),
          ],
        ]}
      />
      {outcome.note && <p className={styles.said}>{outcome.note}</p>}
      {outcome.fees.length > 0 && (
        <ul className={styles.list}>
          {outcome.fees.map((fee) => (
            <FeeLine key={fee.id} fee={fee} />
          ))}
        </ul>
      )}
      {outcome.state === 'FILED' && !outcome.viewerCanConfirm && (
        <p className={styles.quiet}>
          {!outcome.clientConfirmedAt && t('advising.outcomes.waitsFor.client')}
          {!outcome.counterpartyConfirmedAt && t('advising.outcomes.waitsFor.other')}
        </p>
      )}
      {(outcome.viewerCanConfirm || children) && (
        <div className={styles.buttons}>
          {outcome.viewerCanConfirm && (
            <Button size="s" look="primary" onClick={() => setAsking(true)}>
              {t('advising.outcomes.confirm')}
            </Button>
          )}
          {children}
        </div>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('advising.outcomes.confirm')}
        action={t('advising.outcomes.confirm')}
        onReload={() => void refresh()}
        onConfirm={async () => {
          const { outcomeConfirm: answer } = await confirm.mutateAsync({
            input: { id: outcome.id, expectedVersion: outcome.version },
          });
          if (answer.userErrors.length === 0) {
            say(t('advising.outcomes.confirmed'));
            void refresh();
          }
          return answer.userErrors;
        }}
      >
        <p>{t('advising.outcomes.confirm.what')}</p>
      </ConfirmDialog>
    </div>
  );
}

/** What is paid for it, and whether it arrived; one that was cancelled stays, with the reason. */
function FeeLine({ fee }: { fee: OutcomeLineFragment['fees'][number] }) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  const amount = <Money amount={fee.amount} />;
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        <p>
          <b>{label('CaseFeeKind', fee.kind)}</b> {fee.cancelledAt ? <s>{amount}</s> : amount} <span>{fee.payer}</span>
        </p>
        {fee.cancelledAt ? (
          <Tag tone="clay">{t('advising.fees.cancelledAt', { date: date(fee.cancelledAt) })}</Tag>
        ) : (
          <Tag tone={fee.arrivedOn ? 'leaf' : 'plain'}>
            {fee.arrivedOn ? t('advising.fees.arrivedOn', { date: date(fee.arrivedOn) }) : t('advising.fees.expected')}
          </Tag>
        )}
      </div>
      <p className={styles.quiet}>{fee.basis}</p>
      {fee.cancelReason && <p className={styles.said}>{fee.cancelReason}</p>}
    </li>
  );
}
