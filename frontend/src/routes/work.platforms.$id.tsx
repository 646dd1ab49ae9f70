import { createFileRoute } from '@tanstack/react-router';

import { EditPlatformPage } from '@/features/platform/work/EditPlatformPage';

export const Route = createFileRoute('/work/platforms/$id')({ component: EditPlatformPage });
