import type { DemandProposalStage } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { ButtonLink } from '@/ui/Button';
import { Empty } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import { readPart } from '../work/address';
import { STAGES } from './address';
import { ProposalTable } from './ProposalTable';

/** What offices propose to one demand; for its owner's people by where each stands while it waits for its answer. */
export function DemandProposals({
  demand,
  stage,
  isOwn,
}: {
  demand: string;
  stage: DemandProposalStage | undefined;
  isOwn: boolean;
}) {
  const t = useT();
  const label = useLabel();
  const link = (stage?: DemandProposalStage) => ({
    to: '/work/demands/$id' as const,
    params: { id: demand },
    search: readPart({ part: 'proposals', stage }) as never,
  });
  const asked = isOwn ? stage : undefined;
  return (
    <>
      {isOwn && (
        <Tabs
          label={t('demand.stage')}
          current={asked ?? 'all'}
          tabs={[
            { key: 'all', label: t('demand.tab.ALL'), link: link() },
            ...STAGES.map((key) => ({ key, label: label('DemandProposalStage', key), link: link(key) })),
          ]}
        />
      )}
      <ProposalTable
        filter={{ demandId: demand, ...(asked ? { stages: [asked], states: ['OPEN'] } : {}) }}
        empty={
          asked ? (
            <Empty title={t('demand.proposals.filtered')}>
              <ButtonLink {...link()}>{t('demand.filter.clear')}</ButtonLink>
            </Empty>
          ) : (
            <Empty title={t('demand.proposals.none')}>
              <p>{t('demand.proposals.none.owner')}</p>
            </Empty>
          )
        }
      />
    </>
  );
}
