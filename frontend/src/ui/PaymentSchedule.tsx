import { useState } from 'react';

import { useFormats, useLabel, useT } from '@/i18n';
import { todayInChina } from '@/lib/today';

import { cx } from './cx';
import { DataTable, type Column } from './DataTable';
import { Money } from './Money';
import styles from './PaymentSchedule.module.css';
import { bandsOf, nextOf, type Band, type Payment } from './paymentSchedule';
import { Tag } from './Tag';

/** Months that are named above the picture. */
const NAMED = [1, 4, 7, 10];

const percent = (part: number) => `${part * 100}%`;
const span = ({ start, end }: { start: number; end: number }) => ({
  left: percent(start),
  width: percent(end - start),
});

/**
 * What falls due when: the next amount, a picture with a line a year, and the table that counts. Every date and amount is
 * the server's. The words are those of the pages behind the sign-in.
 */
export function PaymentSchedule({
  payments,
  startsOn,
  endsOn,
  freeFirst = false,
  sources = [],
}: {
  payments: readonly Payment[];
  startsOn: string;
  endsOn?: string;
  /** Whether the time before the first payment is one of free use. */
  freeFirst?: boolean;
  /** The rules that say so. */
  sources?: readonly { summary: string; citation: string }[];
}) {
  const t = useT();
  const { date } = useFormats();
  const [today] = useState(todayInChina);
  const next = nextOf(payments);
  const bands = bandsOf({ payments, startsOn, endsOn, today });
  return (
    <div className={styles.schedule}>
      {next ? (
        <p className={styles.next}>
          <span>{t(payments[0] === next ? 'ui.schedule.first' : 'ui.schedule.next')}</span>
          <b>
            <Money amount={next.amount} />
          </b>
          <time dateTime={next.dueOn}>{date(next.dueOn)}</time>
        </p>
      ) : (
        <p className={styles.next}>{t(payments.length > 0 ? 'ui.schedule.over' : 'ui.schedule.nothing')}</p>
      )}
      {payments.length > 0 && <Picture bands={bands} freeFirst={freeFirst} />}
      {payments.length > 0 && <Items payments={payments} />}
      {endsOn && <p className={styles.end}>{t('ui.schedule.ends', { date: date(endsOn) })}</p>}
      {sources.length > 0 && (
        <details className={styles.sources}>
          <summary>{t('ui.schedule.sources')}</summary>
          <ul>
            {sources.map(({ summary, citation }) => (
              <li key={summary}>
                <p>{summary}</p>
                <p className={styles.citation}>{citation}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** For the eye only: the table says the same. */
function Picture({ bands, freeFirst }: { bands: readonly Band[]; freeFirst: boolean }) {
  const t = useT();
  const { month } = useFormats();
  const hasFree = freeFirst && bands.some(({ free }) => free);
  return (
    <figure className={styles.picture} aria-hidden="true">
      <div className={styles.months}>
        {NAMED.map((number) => (
          <span key={number}>{month(number)}</span>
        ))}
      </div>
      {bands.map((band) => (
        <div key={band.from} className={styles.band}>
          <span className={styles.year}>{band.from === band.to ? band.from : `${band.from}–${band.to}`}</span>
          <div className={styles.line}>
            <i className={styles.runs} style={span(band.runs)} />
            {freeFirst && band.free && <i className={styles.free} style={span(band.free)} />}
            {band.today !== undefined && <i className={styles.today} style={{ left: percent(band.today) }} />}
            {band.dots.map(({ ordinal, at }) => (
              <b key={ordinal} className={styles.dot} style={{ left: percent(at) }}>
                {ordinal}
              </b>
            ))}
          </div>
        </div>
      ))}
      <figcaption className={styles.legend}>
        {hasFree && <span className={cx(styles.key, styles.keyFree)}>{t('ui.schedule.free')}</span>}
        <span className={cx(styles.key, styles.keyRuns)}>{t('ui.schedule.runs')}</span>
        {bands.some(({ today }) => today !== undefined) && (
          <span className={cx(styles.key, styles.keyToday)}>{t('ui.schedule.today')}</span>
        )}
        <span className={cx(styles.key, styles.keyDot)}>{t('ui.schedule.due')}</span>
      </figcaption>
    </figure>
  );
}

function Items({ payments }: { payments: readonly Payment[] }) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  const columns: Column<Payment>[] = [
    { key: 'ordinal', title: t('ui.schedule.ordinal'), isHead: true, cell: ({ ordinal }) => ordinal },
    { key: 'trigger', title: t('ui.schedule.trigger'), cell: ({ trigger }) => label('PaymentTrigger', trigger) },
    {
      key: 'dueOn',
      title: t('ui.schedule.dueOn'),
      cell: ({ dueOn }) => <time dateTime={dueOn}>{date(dueOn)}</time>,
    },
    ...(payments.some(({ state }) => state)
      ? [
          {
            key: 'state',
            title: t('ui.schedule.state'),
            cell: ({ state = '' }: Payment) => (
              <Tag tone={state === 'DUE' ? 'bloom' : 'plain'}>{label('ObligationState', state)}</Tag>
            ),
          },
        ]
      : []),
    { key: 'amount', title: t('ui.schedule.amount'), isNumber: true, cell: ({ amount }) => <Money amount={amount} /> },
  ];
  return (
    <DataTable caption={t('ui.schedule')} rows={payments} rowKey={({ ordinal }) => String(ordinal)} columns={columns} />
  );
}
