import { createFileRoute } from '@tanstack/react-router';

import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/proposals')({ beforeLoad: () => needArea('demand') });
