import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readOutcomes, type OutcomesSearch } from '@/features/advising/operation/address';
import { OperationOutcomesPage } from '@/features/advising/operation/OutcomesPage';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/operation/outcomes')({
  validateSearch: (raw: OutcomesSearch & SearchSchemaInput): OutcomesSearch => readOutcomes({ ...raw }),
  beforeLoad: () => needArea('advising'),
  component: OperationOutcomesPage,
});
