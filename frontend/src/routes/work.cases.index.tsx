import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readCases, type CasesSearch } from '@/features/advising/client/address';
import { CasesPage } from '@/features/advising/client/CasesPage';

export const Route = createFileRoute('/work/cases/')({
  validateSearch: (raw: CasesSearch & SearchSchemaInput): CasesSearch => readCases({ ...raw }),
  component: CasesPage,
});
