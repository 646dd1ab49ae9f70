import { createFileRoute } from '@tanstack/react-router';

import { SplitPage } from '@/features/demand/work/SplitPage';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/splits/$id')({
  beforeLoad: () => needArea('demand'),
  component: SplitPage,
});
