import { createFileRoute } from '@tanstack/react-router';

import { VerifyEmailPage } from '@/features/account/VerifyEmailPage';
import { readToken } from '@/lib/token';

export const Route = createFileRoute('/verify-email')({ validateSearch: readToken, component: VerifyEmailPage });
