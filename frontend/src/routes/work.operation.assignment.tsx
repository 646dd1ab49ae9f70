import { createFileRoute } from '@tanstack/react-router';

import { AssignmentPage } from '@/features/advising/operation/AssignmentPage';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/operation/assignment')({
  beforeLoad: () => needArea('advising'),
  component: AssignmentPage,
});
