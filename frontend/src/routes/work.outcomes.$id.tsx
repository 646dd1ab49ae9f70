import { createFileRoute } from '@tanstack/react-router';

import { OutcomePage } from '@/features/advising/client/OnePages';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/outcomes/$id')({
  beforeLoad: () => needArea('advising'),
  component: OutcomePage,
});
