import { useState } from 'react';

import { readFragment, type FragmentType } from '@/gql';
import { SizeCheckShownFragmentDoc, type ApplicantFragment, type SizeCheckShownFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { DataTable } from '@/ui/DataTable';
import { Money } from '@/ui/Money';
import { Notice } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import styles from './SizeTest.module.css';
import { SizeDialog } from './SizeDialog';

type Indicator = SizeCheckShownFragment['indicators'][number];

/** How large the enterprise is by the national standard: its figures, the bounds, and what follows. */
export function SizeTest({
  firm,
  check: masked,
}: {
  firm: ApplicantFragment;
  check: FragmentType<typeof SizeCheckShownFragmentDoc> | null | undefined;
}) {
  const t = useT();
  const label = useLabel();
  const check = readFragment(SizeCheckShownFragmentDoc, masked);
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.size}>
      {check && (
        <>
          <p className={styles.result}>
            <b>{label('EnterpriseSize', check.size)}</b>
            <span>
              {t('licensing.size.basis', {
                industry: label('SizeIndustry', check.declaration.industry),
                year: String(check.declaration.dataYear),
              })}
            </span>
          </p>
          <Indicators indicators={check.indicators} />
          <p className={styles.rule}>
            {check.standard.summary}
            <span>{check.standard.citation}</span>
          </p>
          {check.declaration.isOutdated && <Notice tone="bloom">{t('licensing.size.outdated')}</Notice>}
        </>
      )}
      {check === null && (
        <Notice tone="bloom">
          {t(firm.viewerCanDeclareSize ? 'licensing.size.missing' : 'licensing.size.missing.ask')}
        </Notice>
      )}
      {firm.sizeDeclaration?.correctionReason && (
        <p className={styles.rule}>
          {t('licensing.size.corrected', { reason: firm.sizeDeclaration.correctionReason })}
        </p>
      )}
      {firm.viewerCanDeclareSize && (
        <Button look={check === null ? 'primary' : 'plain'} size="s" onClick={() => setOpen(true)}>
          {t(check === null ? 'licensing.size.declare' : 'licensing.size.renew')}
        </Button>
      )}
      {open && <SizeDialog firm={firm} onClose={() => setOpen(false)} />}
    </div>
  );
}

function Indicators({ indicators }: { indicators: readonly Indicator[] }) {
  const t = useT();
  const label = useLabel();
  const { number } = useFormats();
  return (
    <DataTable
      caption={t('licensing.size')}
      rows={indicators}
      rowKey={({ indicator }) => indicator}
      columns={[
        {
          key: 'indicator',
          title: t('licensing.size.indicator'),
          isHead: true,
          cell: ({ indicator }) => label('SizeIndicatorKind', indicator),
        },
        {
          key: 'figure',
          title: t('licensing.size.figure'),
          isNumber: true,
          cell: ({ persons, amount }) =>
            amount ? <Money amount={amount} /> : t('licensing.size.persons', { persons: persons ?? 0 }),
        },
        {
          key: 'bounds',
          title: t('licensing.size.bounds'),
          cell: ({ indicator, smallFrom, mediumFrom, largeFrom }) =>
            t(indicator === 'STAFF' ? 'licensing.size.bounds.persons' : 'licensing.size.bounds.money', {
              small: number(smallFrom),
              medium: number(mediumFrom),
              large: number(largeFrom),
            }),
        },
        {
          key: 'level',
          title: t('licensing.size.level'),
          cell: ({ level, decided }) => (
            <>
              {label('EnterpriseSize', level)} {decided && <Tag tone="leaf">{t('licensing.size.decided')}</Tag>}
            </>
          ),
        },
      ]}
    />
  );
}
