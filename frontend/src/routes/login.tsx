import { createFileRoute } from '@tanstack/react-router';

import { SignInPage } from '@/features/account/SignInPage';
import { safeTarget } from '@/lib/form';

export const Route = createFileRoute('/login')({
  validateSearch: (raw: Record<string, unknown>): { to?: string } => (raw.to ? { to: safeTarget(raw.to) } : {}),
  component: SignInPage,
});
