import type { DemandDetailFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { CodeNames } from '@/ui/CodeNames';
import { Facts } from '@/ui/Facts';
import { Money } from '@/ui/Money';

import styles from './DemandFacts.module.css';
import { useBudget, useDivision } from './words';

/** On which terms a solution can be taken. */
export function DemandFacts({
  demand,
  isTagged = false,
}: {
  demand: DemandDetailFragment;
  /** Whether a tag beside the title says already that it would be used first and paid later. */
  isTagged?: boolean;
}) {
  const t = useT();
  const label = useLabel();
  const budget = useBudget();
  const division = useDivision();
  const { date, list } = useFormats();
  const labels = (type: string, values: readonly string[]) =>
    values.length > 0 && list(values.map((value) => label(type, value)));
  const plain = (values: readonly string[]) => values.length > 0 && list([...values]);
  const years = (from: number | null | undefined, to: number | null | undefined) => {
    if (from && to)
      return from === to ? String(from) : t('demand.years.between', { from: String(from), to: String(to) });
    if (from) return t('demand.years.from', { year: String(from) });
    return to ? t('demand.years.to', { year: String(to) }) : undefined;
  };
  return (
    <section className={styles.facts} aria-labelledby="facts">
      <h2 id="facts">{t('demand.facts')}</h2>
      <Facts
        rows={[
          [t('demand.budget'), budget(demand.budget)],
          [t('demand.investment'), demand.plannedInvestment && <Money amount={demand.plannedInvestment} />],
          [t('demand.deadline'), demand.deadline && date(demand.deadline)],
          [t('demand.mode'), demand.solutionMode && label('SolutionMode', demand.solutionMode)],
          [t('demand.activity'), demand.activityType && label('ActivityType', demand.activityType)],
          [t('demand.discipline'), demand.discipline && <CodeNames kind="disciplines" codes={[demand.discipline]} />],
          [t('demand.fields'), labels('TechnologyField', demand.technologyFields)],
          [t('demand.years'), years(demand.startYear, demand.endYear)],
          [t('demand.partner'), demand.intendedPartner],
          [t('demand.unit'), demand.supervisingUnit],
          [t('demand.trl'), demand.trlMin && t('demand.trl.min', { level: demand.trlMin })],
          [t('demand.ufpl.row'), !isTagged && demand.wantsUseFirstPayLater && t('demand.ufpl.wanted')],
          [t('demand.licenses'), labels('LicenseKind', demand.licenseKinds)],
          [t('demand.payments'), labels('PaymentMode', demand.paymentModes)],
          [t('demand.site'), division(demand.site)],
          [t('demand.regions'), plain(demand.preferredRegions.map((code) => division(code) ?? code))],
          [t('demand.foreign'), demand.acceptsForeign && t('demand.foreign.yes')],
          [t('demand.chains'), labels('IndustryChain', demand.chains)],
          [t('demand.sectors'), labels('ShanghaiSector', demand.shanghaiSectors)],
          [
            t('demand.industries'),
            demand.industries.length > 0 && <CodeNames kind="industries" codes={demand.industries} />,
          ],
          [t('demand.ipc'), demand.ipc.length > 0 && <CodeNames kind="ipc" codes={demand.ipc} />],
          [t('demand.visibility'), label('DemandVisibility', demand.visibility)],
          [t('demand.validUntil'), demand.validUntil && date(demand.validUntil)],
          [t('demand.updated'), date(demand.updatedAt)],
        ]}
      />
    </section>
  );
}
