import { createFileRoute } from '@tanstack/react-router';

import { AchievementPage } from '@/features/achievement/AchievementPage';
import { achievementQuery } from '@/features/achievement/queries';

export const Route = createFileRoute('/a/$id')({
  loader: ({ context, params }) => void context.client.prefetchQuery(achievementQuery(params.id, context.locale())),
  component: AchievementPage,
});
