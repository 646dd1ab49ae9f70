import { createFileRoute } from '@tanstack/react-router';

import { InvitationPage } from '@/features/account/InvitationPage';
import { readToken } from '@/lib/token';

export const Route = createFileRoute('/invitation')({ validateSearch: readToken, component: InvitationPage });
