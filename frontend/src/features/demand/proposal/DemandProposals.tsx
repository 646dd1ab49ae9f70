import { useT } from '@/i18n';
import { Empty } from '@/ui/States';

import { ProposalTable } from './ProposalTable';

/** What offices propose to one demand. */
export function DemandProposals({ demand }: { demand: string }) {
  const t = useT();
  return (
    <ProposalTable
      filter={{ demandId: demand }}
      empty={
        <Empty title={t('demand.proposals.none')}>
          <p>{t('demand.proposals.none.owner')}</p>
        </Empty>
      }
    />
  );
}
