import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readAdvisors, type AdvisorsSearch } from '@/features/advising/operation/address';
import { OperationAdvisorsPage } from '@/features/advising/operation/AdvisorsPage';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/operation/advisors/')({
  validateSearch: (raw: AdvisorsSearch & SearchSchemaInput): AdvisorsSearch => readAdvisors({ ...raw }),
  beforeLoad: () => needArea('advising'),
  component: OperationAdvisorsPage,
});
