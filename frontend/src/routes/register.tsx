import { createFileRoute } from '@tanstack/react-router';

import { SignUpPage } from '@/features/account/SignUpPage';

export const Route = createFileRoute('/register')({ component: SignUpPage });
