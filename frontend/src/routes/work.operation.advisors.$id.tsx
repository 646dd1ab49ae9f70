import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { OperationAdvisorPage } from '@/features/advising/operation/AdvisorPage';
import { readPeriod, type FiguresSearch } from '@/features/advising/people/address';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/operation/advisors/$id')({
  validateSearch: (raw: FiguresSearch & SearchSchemaInput): FiguresSearch => readPeriod({ ...raw }),
  beforeLoad: () => needArea('advising'),
  component: OperationAdvisorPage,
});
