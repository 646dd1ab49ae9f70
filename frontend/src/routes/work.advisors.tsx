import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readAdvisors, type AdvisorsSearch } from '@/features/advising/client/address';
import { AdvisorsPage } from '@/features/advising/client/AdvisorsPage';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/advisors')({
  validateSearch: (raw: AdvisorsSearch & SearchSchemaInput): AdvisorsSearch => readAdvisors({ ...raw }),
  beforeLoad: () => needArea('advising'),
  component: AdvisorsPage,
});
