import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';

import { readFragment } from '@/gql';
import {
  ConditionShownFragmentDoc,
  PlannedShownFragmentDoc,
  type OfferFragment,
  type PreviewLicenseRequestQuery,
} from '@/gql/graphql';
import { useLabel, useT, type MessageId } from '@/i18n';
import { asApiError } from '@/lib/error';
import { todayInChina } from '@/lib/today';
import { cx } from '@/ui/cx';
import { CheckIcon } from '@/ui/icons';
import { PaymentSchedule } from '@/ui/PaymentSchedule';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { Conditions } from './Conditions';
import { OfferFacts } from './OfferFacts';
import styles from './Outlook.module.css';

type Preview = PreviewLicenseRequestQuery['licenseRequestPreview'];

const STEPS: readonly { id: string; title: MessageId }[] = [
  { id: 'wanted', title: 'licensing.step.wanted' },
  { id: 'firm', title: 'licensing.step.firm' },
  { id: 'review', title: 'licensing.step.review' },
];

/** Where one is in the form, and how the test stands meanwhile. */
export function Steps({ done, preview }: { done: readonly boolean[]; preview: Preview | undefined }) {
  const t = useT();
  return (
    <nav className={styles.steps} aria-label={t('licensing.steps')}>
      <ol>
        {STEPS.map(({ id, title }, place) => (
          <li key={id} className={cx(done[place] && styles.done)}>
            <a href={`#${id}`}>
              <i>{done[place] ? <CheckIcon size={13} /> : place + 1}</i>
              {t(title)}
              {done[place] && <span className="visually-hidden">{t('licensing.step.done')}</span>}
            </a>
          </li>
        ))}
      </ol>
      {preview && <Verdict preview={preview} />}
    </nav>
  );
}

/** The result of the test in one line. */
function Verdict({ preview }: { preview: Preview }) {
  const t = useT();
  if (!preview.useFirstPayLater) return <p className={styles.verdict}>{t('licensing.verdict.ordinary')}</p>;
  const conditions = preview.conditions.map((condition) => readFragment(ConditionShownFragmentDoc, condition));
  return (
    <p className={styles.verdict}>
      <Tag tone={preview.conforms ? 'leaf' : 'clay'}>
        {t('licensing.verdict.count', {
          met: conditions.filter(({ passed }) => passed).length,
          all: conditions.length,
        })}
      </Tag>
      {t(preview.conforms ? 'licensing.verdict.conforms' : 'licensing.verdict.not')}
    </p>
  );
}

/** What a request would meet, as the server says: the test, what would fall due, and what is in the way. */
export function Outlook({
  query,
  offer,
}: {
  query: UseQueryResult<PreviewLicenseRequestQuery>;
  offer: OfferFragment | undefined;
}) {
  const t = useT();
  const label = useLabel();
  const [today] = useState(todayInChina);
  if (query.isPending) return <Skeleton lines={6} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const preview = query.data.licenseRequestPreview;
  const payments = preview.sampleSchedule.map((payment) => readFragment(PlannedShownFragmentDoc, payment));
  const early = preview.conditions
    .map((condition) => readFragment(ConditionShownFragmentDoc, condition))
    .find(({ code }) => code === 'NO_EARLY_FEE');
  return (
    <div className={cx(styles.outlook, query.isPlaceholderData && styles.old)} aria-live="polite">
      {offer && <OfferFacts offer={offer} more={[[t('licensing.mode'), label('PaymentMode', preview.paymentMode)]]} />}
      <section>
        <h3>{t('licensing.test')}</h3>
        <Verdict preview={preview} />
        {preview.conditions.length > 0 && <Conditions conditions={preview.conditions} />}
      </section>
      <section>
        <h3>{t('licensing.schedule')}</h3>
        {payments.length > 0 || preview.paymentMode === 'FREE' ? (
          <>
            <p className={styles.note}>{t('licensing.schedule.sample')}</p>
            <PaymentSchedule
              payments={payments}
              startsOn={today}
              freeFirst={preview.useFirstPayLater}
              sources={early?.rule ? [{ summary: early.rule.summary, citation: early.citation }] : []}
            />
          </>
        ) : (
          <p className={styles.note}>{t('licensing.schedule.none')}</p>
        )}
      </section>
      {preview.problems.length > 0 && (
        <Notice tone="clay">
          <p>{t('licensing.problems')}</p>
          <ul>
            {preview.problems.map((problem) => (
              <li key={problem.code + String(problem.path)}>{problem.message}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
