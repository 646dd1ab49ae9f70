import { createFileRoute } from '@tanstack/react-router';

import { MandatePage } from '@/features/advising/client/OnePages';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/mandates/$id')({
  beforeLoad: () => needArea('advising'),
  component: MandatePage,
});
