import { createFileRoute } from '@tanstack/react-router';

import { UndoEmailPage } from '@/features/account/EmailChangePages';
import { readToken } from '@/lib/token';

export const Route = createFileRoute('/undo-email')({ validateSearch: readToken, component: UndoEmailPage });
