import { createFileRoute } from '@tanstack/react-router';

import { RegisterPage } from '@/features/settings/RegisterPage';

export const Route = createFileRoute('/work/organizations/new')({ component: RegisterPage });
