import { createFileRoute } from '@tanstack/react-router';

import { IntroductionPage } from '@/features/advising/client/OnePages';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/introductions/$id')({
  beforeLoad: () => needArea('advising'),
  component: IntroductionPage,
});
