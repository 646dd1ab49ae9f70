import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readQueue, type QueueSearch } from '@/features/demand/work/address';
import { ModerationPage } from '@/features/demand/work/ModerationPage';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/operation/demands')({
  validateSearch: (raw: QueueSearch & SearchSchemaInput): QueueSearch => readQueue({ ...raw }),
  beforeLoad: () => needArea('demand'),
  component: ModerationPage,
});
