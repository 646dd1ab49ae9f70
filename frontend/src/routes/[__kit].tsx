import { createFileRoute } from '@tanstack/react-router';

import { KitPage } from '@/features/kit/KitPage';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/__kit')({ loader: () => needArea('work'), component: KitPage });
