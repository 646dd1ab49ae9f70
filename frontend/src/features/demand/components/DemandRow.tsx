import { Link } from '@tanstack/react-router';
import { memo, type ComponentProps, type ReactNode } from 'react';

import { Bilingual } from '@/features/achievement';
import { readFragment, type FragmentType } from '@/gql';
import { DemandRowFragmentDoc } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { LedgerRow } from '@/ui/LedgerRow';
import { Tag } from '@/ui/Tag';

import { useBudget, useProfile } from './words';

type Marks = Pick<ComponentProps<typeof Bilingual>, 'zh' | 'en'>;

/** A demand on one line of a ledger: what hurts whom, and what it is worth to them. */
export const DemandRow = memo(function DemandRow({
  row,
  marks,
  action,
}: {
  row: FragmentType<typeof DemandRowFragmentDoc>;
  /** The title in pieces, where words of it are worth marking. */
  marks?: Marks;
  /** Something to do with it, like proposing. */
  action?: ReactNode;
}) {
  const t = useT();
  const label = useLabel();
  const budget = useBudget();
  const profile = useProfile();
  const { date } = useFormats();
  const demand = readFragment(DemandRowFragmentDoc, row);
  return (
    <LedgerRow
      title={
        <Link to="/d/$id" params={{ id: demand.id }}>
          <Bilingual texts={demand.title} {...marks} />
        </Link>
      }
      text={<Bilingual texts={demand.problem} tag={false} />}
      meta={
        <>
          {demand.organization ? (
            <Link to="/orgs/$id" params={{ id: demand.organization.id }}>
              {demand.organization.name}
            </Link>
          ) : (
            <span>{t('demand.owner.hidden')}</span>
          )}
          {profile(demand.ownerProfile).map((one) => (
            <span key={one}>{one}</span>
          ))}
          {demand.solutionMode && <span>{label('SolutionMode', demand.solutionMode)}</span>}
          {demand.publishedAt && <time dateTime={demand.publishedAt}>{date(demand.publishedAt)}</time>}
        </>
      }
      terms={[
        { term: t('demand.budget'), value: <b>{budget(demand.budget)}</b>, isWhole: true },
        ...(demand.deadline ? [{ term: t('demand.deadline'), value: date(demand.deadline) }] : []),
        ...(demand.trlMin ? [{ term: t('demand.trl'), value: t('demand.trl.min', { level: demand.trlMin }) }] : []),
      ]}
      foot={
        <>
          {(demand.wantsUseFirstPayLater || demand.visibility === 'ADVISOR_ONLY') && (
            <p>
              {demand.wantsUseFirstPayLater && <Tag tone="bloom">{t('demand.ufpl')}</Tag>}{' '}
              {demand.visibility === 'ADVISOR_ONLY' && <Tag>{label('DemandVisibility', demand.visibility)}</Tag>}
            </p>
          )}
          {action && <div>{action}</div>}
        </>
      }
    />
  );
});
