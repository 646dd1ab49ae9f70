import { createFileRoute } from '@tanstack/react-router';

import { ConfirmEmailPage } from '@/features/account/EmailChangePages';
import { readToken } from '@/lib/token';

export const Route = createFileRoute('/confirm-email')({ validateSearch: readToken, component: ConfirmEmailPage });
