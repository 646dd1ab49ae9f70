import type { PaymentMode } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import type { Amount } from '@/lib/money';
import { DataTable, type Column } from '@/ui/DataTable';
import { Money } from '@/ui/Money';
import { Tag } from '@/ui/Tag';

import styles from './AgreedElsewhere.module.css';
import { ranked, type Range } from './model';

/** Low, middle and high of what was agreed, by way of payment; those at hand first. */
export function Ranges({ ranges, modes }: { ranges: readonly Range[]; modes: readonly PaymentMode[] }) {
  const t = useT();
  const label = useLabel();
  const { date, number, percent } = useFormats();
  const value = (rate: number | null | undefined, amount: Amount | null | undefined) =>
    amount ? <Money amount={amount} /> : typeof rate === 'number' ? percent(rate) : undefined;
  const columns: Column<Range>[] = [
    {
      key: 'mode',
      title: t('licensing.mode'),
      isHead: true,
      cell: ({ paymentMode, measure }) => (
        <span className={styles.mode}>
          {paymentMode ? label('PaymentMode', paymentMode) : t('prices.mode.other')}
          {paymentMode && modes.includes(paymentMode) && <Tag tone="bloom">{t('prices.offered')}</Tag>}
          <small>{label('PriceMeasure', measure)}</small>
        </span>
      ),
    },
    {
      key: 'low',
      title: t('prices.low'),
      isNumber: true,
      cell: ({ rateLow, amountLow }) => value(rateLow, amountLow),
    },
    {
      key: 'median',
      title: t('prices.median'),
      isNumber: true,
      cell: ({ rateMedian, amountMedian }) => value(rateMedian, amountMedian),
    },
    {
      key: 'high',
      title: t('prices.high'),
      isNumber: true,
      cell: ({ rateHigh, amountHigh }) => value(rateHigh, amountHigh),
    },
    { key: 'count', title: t('prices.count'), isNumber: true, cell: ({ count }) => number(count) },
    { key: 'asOf', title: t('prices.asOf'), cell: ({ asOf }) => date(asOf) },
  ];
  return (
    <DataTable
      caption={t('licensing.agreed')}
      rows={ranked(ranges, modes)}
      rowKey={({ paymentMode, measure }) => `${paymentMode ?? ''} ${measure}`}
      columns={columns}
    />
  );
}
