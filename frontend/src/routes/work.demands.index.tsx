import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readOwn, type OwnSearch } from '@/features/demand/work/address';
import { OwnDemandsPage } from '@/features/demand/work/OwnDemandsPage';

export const Route = createFileRoute('/work/demands/')({
  validateSearch: (raw: OwnSearch & SearchSchemaInput): OwnSearch => readOwn({ ...raw }),
  component: OwnDemandsPage,
});
