import { createFileRoute } from '@tanstack/react-router';

import { needArea } from '@/i18n';

/** An enterprise's demands, with the words that only they need. */
export const Route = createFileRoute('/work/demands')({ beforeLoad: () => needArea('demand') });
