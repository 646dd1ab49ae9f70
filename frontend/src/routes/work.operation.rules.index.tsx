import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readRules, type RulesSearch } from '@/features/operation/address';
import { RulesPage } from '@/features/operation/RulesPage';

export const Route = createFileRoute('/work/operation/rules/')({
  validateSearch: (raw: RulesSearch & SearchSchemaInput): RulesSearch => readRules({ ...raw }),
  component: RulesPage,
});
