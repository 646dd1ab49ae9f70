import { createFileRoute } from '@tanstack/react-router';

import { needArea } from '@/i18n';

/** Cases, for whoever takes part in them. */
export const Route = createFileRoute('/work/cases')({ beforeLoad: () => needArea('advising') });
