import { getRouteApi } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { useLabel, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { ButtonLink } from '@/ui/Button';
import { PageHead } from '@/ui/PageHead';
import { Empty } from '@/ui/States';
import { Tabs, type Tab } from '@/ui/Tabs';

import styles from '../work/Work.module.css';
import { readProposals, SIDES, STATES, type ProposalSearch } from './address';
import { ProposalTable } from './ProposalTable';
import { proposalFilter } from './queries';

const route = getRouteApi('/work/proposals/');

/** Proposals that an office made, and those that an enterprise got. */
export function ProposalsPage() {
  const t = useT();
  const label = useLabel();
  const search = route.useSearch();
  const areas = useViewer()?.workAreas ?? [];
  useTitle(t('demand.proposals'));
  const link = (change: { [Part in keyof ProposalSearch]: unknown }) => ({
    to: '/work/proposals' as const,
    search: readProposals({ ...search, ...change }) as never,
  });
  const tab = (key: string, text: string, change: { [Part in keyof ProposalSearch]: unknown }): Tab => ({
    key,
    label: text,
    link: link(change),
  });
  const isBoth = areas.includes('HOLDING') && areas.includes('SEEKING');
  const isFiltered = search.side !== undefined || search.state !== undefined;
  return (
    <div className={styles.page}>
      <PageHead title={t('demand.proposals')} lead={t('demand.proposals.lead')} />
      {(isBoth || search.side) && (
        <Tabs
          label={t('demand.proposals.sides')}
          current={search.side ?? 'both'}
          tabs={[
            tab('both', t('demand.proposals.side.both'), { side: undefined }),
            ...SIDES.map((side) => tab(side, t(`demand.proposals.side.${side}`), { side })),
          ]}
        />
      )}
      <Tabs
        label={t('demand.col.state')}
        current={search.state ?? 'all'}
        tabs={[
          tab('all', t('demand.tab.ALL'), { state: undefined }),
          ...STATES.map((state) => tab(state, label('DemandProposalState', state), { state })),
        ]}
      />
      <ProposalTable
        filter={proposalFilter(search)}
        withDemand
        empty={
          <Empty title={t(isFiltered ? 'demand.proposals.filtered' : 'demand.proposals.none')}>
            {isFiltered ? (
              <ButtonLink to="/work/proposals">{t('demand.filter.clear')}</ButtonLink>
            ) : (
              areas.includes('HOLDING') && (
                <>
                  <p>{t('demand.proposals.none.office')}</p>
                  <ButtonLink to="/demands" look="primary">
                    {t('demand.proposals.find')}
                  </ButtonLink>
                </>
              )
            )}
          </Empty>
        }
      />
    </div>
  );
}
