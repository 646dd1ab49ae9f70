import { createFileRoute } from '@tanstack/react-router';

import { needArea } from '@/i18n';

/** What advisors say about one's own organization. */
export const Route = createFileRoute('/work/introductions')({ beforeLoad: () => needArea('advising') });
