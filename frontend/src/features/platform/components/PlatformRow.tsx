import { Link } from '@tanstack/react-router';
import { memo } from 'react';

import { Bilingual } from '@/features/achievement';
import { readFragment, type FragmentType } from '@/gql';
import { PlatformRowFragmentDoc, PlatformTermsFragmentDoc } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { LedgerRow } from '@/ui/LedgerRow';
import { Tag } from '@/ui/Tag';

import { Levels } from './Levels';
import { useTerms } from './words';

/** A platform on one line of a ledger: what it verifies, and from where to where it takes a technology. */
export const PlatformRow = memo(function PlatformRow({ row }: { row: FragmentType<typeof PlatformRowFragmentDoc> }) {
  const t = useT();
  const label = useLabel();
  const say = useTerms();
  const platform = readFragment(PlatformRowFragmentDoc, row);
  const terms = readFragment(PlatformTermsFragmentDoc, platform);
  return (
    <LedgerRow
      title={
        <Link to="/platforms/$id" params={{ id: platform.id }}>
          <Bilingual texts={platform.name} />
        </Link>
      }
      text={<Bilingual texts={platform.summary} tag={false} />}
      meta={
        <>
          {platform.kind && (
            <span>
              <Tag tone="sky">{label('ServicePlatformKind', platform.kind)}</Tag>
            </span>
          )}
          {platform.organization && (
            <Link to="/orgs/$id" params={{ id: platform.organization.id }}>
              {platform.organization.name}
            </Link>
          )}
          <span>{platform.regionName ?? t('platform.region.untold')}</span>
        </>
      }
      terms={[
        { term: t('platform.readiness'), value: <Levels terms={terms} />, isWhole: true },
        { term: t('platform.weeks'), value: say.weeks(terms) },
        { term: t('platform.cost'), value: say.cost(terms) },
      ]}
    />
  );
});
