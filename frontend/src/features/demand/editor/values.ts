import type {
  ActivityType,
  BudgetMode,
  Comparator,
  DemandEditedFragment,
  DemandVisibility,
  SolutionMode,
} from '@/gql/graphql';
import { typed, type Amount } from '@/lib/money';

export interface Tongues {
  zh: string;
  en: string;
}
export interface Test {
  name: string;
  comparator: Comparator;
  value: string;
  upper: string;
  unit: string;
  method: string;
}

/** A demand as it stands in the form: everything as it is typed. */
export interface Values {
  title: Tongues;
  problem: Tongues;
  currentSolution: Tongues;
  expectedTarget: Tongues;
  keywords: string;
  industries: string;
  ipc: string;
  chains: string[];
  acceptanceTests: Test[];
  budget: { mode: BudgetMode | ''; min: string; max: string; currency: string };
  plannedInvestment: { amount: string; currency: string };
  solutionMode: SolutionMode | '';
  activityType: ActivityType | '';
  discipline: string;
  technologyFields: string[];
  startYear: string;
  endYear: string;
  intendedPartner: string;
  supervisingUnit: string;
  deadline: string;
  trlMin: string;
  wantsUseFirstPayLater: boolean;
  licenseKinds: string[];
  paymentModes: string[];
  visibility: DemandVisibility;
  contact: { name: string; phone: string; email: string };
  site: string;
  preferredRegions: string[];
  acceptsForeign: boolean;
  validUntil: string;
}

const tongues = (texts?: { zh?: string | null; en?: string | null }): Tongues => ({
  zh: texts?.zh ?? '',
  en: texts?.en ?? '',
});
const money = (amount?: Amount | null): string => (amount ? typed(amount) : '');

export const newTest = (): Test => ({ name: '', comparator: 'AT_LEAST', value: '', upper: '', unit: '', method: '' });

export type Edited = Omit<DemandEditedFragment, 'budget' | ' $fragmentName'> & {
  budget?: { mode: BudgetMode; min?: Amount | null; max?: Amount | null } | null | undefined;
};

/** A demand as it stands in the form; a new one is empty, and names nobody until its owner says so. */
export function valuesOf(demand?: Edited): Values {
  const { budget, plannedInvestment, contact } = demand ?? {};
  return {
    title: tongues(demand?.title),
    problem: tongues(demand?.problem),
    currentSolution: tongues(demand?.currentSolution),
    expectedTarget: tongues(demand?.expectedTarget),
    keywords: demand?.keywords.join('\u3001') ?? '',
    industries: demand?.industries.join(', ') ?? '',
    ipc: demand?.ipc.join(', ') ?? '',
    chains: demand?.chains ?? [],
    acceptanceTests: (demand?.acceptanceTests ?? []).map(({ name, comparator, value, upper, unit, method }) => ({
      name,
      comparator,
      value,
      upper: upper ?? '',
      unit: unit ?? '',
      method: method ?? '',
    })),
    budget: {
      mode: budget?.mode ?? '',
      min: money(budget?.min),
      max: money(budget?.max),
      currency: budget?.max?.currency ?? budget?.min?.currency ?? 'CNY',
    },
    plannedInvestment: { amount: money(plannedInvestment), currency: plannedInvestment?.currency ?? 'CNY' },
    solutionMode: demand?.solutionMode ?? '',
    activityType: demand?.activityType ?? '',
    discipline: demand?.discipline ?? '',
    technologyFields: demand?.technologyFields ?? [],
    startYear: demand?.startYear ? String(demand.startYear) : '',
    endYear: demand?.endYear ? String(demand.endYear) : '',
    intendedPartner: demand?.intendedPartner ?? '',
    supervisingUnit: demand?.supervisingUnit ?? '',
    deadline: demand?.deadline ?? '',
    trlMin: demand?.trlMin ? String(demand.trlMin) : '',
    wantsUseFirstPayLater: demand?.wantsUseFirstPayLater ?? false,
    licenseKinds: demand?.licenseKinds ?? [],
    paymentModes: demand?.paymentModes ?? [],
    visibility: demand?.visibility ?? 'ANONYMOUS',
    contact: { name: contact?.name ?? '', phone: contact?.phone ?? '', email: contact?.email ?? '' },
    site: demand?.site ?? '',
    preferredRegions: demand?.preferredRegions ?? [],
    acceptsForeign: demand?.acceptsForeign ?? false,
    validUntil: demand?.validUntil ?? '',
  };
}
