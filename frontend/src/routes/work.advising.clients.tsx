import { createFileRoute } from '@tanstack/react-router';

import { ClientsPage } from '@/features/advising/people/ClientsPage';

export const Route = createFileRoute('/work/advising/clients')({ component: ClientsPage });
