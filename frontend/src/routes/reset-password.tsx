import { createFileRoute } from '@tanstack/react-router';

import { ResetPasswordPage } from '@/features/account/ResetPasswordPage';
import { readToken } from '@/lib/token';

export const Route = createFileRoute('/reset-password')({ validateSearch: readToken, component: ResetPasswordPage });
