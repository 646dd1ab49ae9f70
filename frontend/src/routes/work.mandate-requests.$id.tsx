import { createFileRoute } from '@tanstack/react-router';

import { MandateRequestPage } from '@/features/advising/client/OnePages';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/mandate-requests/$id')({
  beforeLoad: () => needArea('advising'),
  component: MandateRequestPage,
});
