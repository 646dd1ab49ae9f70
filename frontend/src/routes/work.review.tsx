import { createFileRoute } from '@tanstack/react-router';

import { ReviewPage } from '@/features/listing/review/ReviewPage';

export const Route = createFileRoute('/work/review')({
  validateSearch: (raw: Record<string, unknown>): { at?: string | undefined } =>
    typeof raw.at === 'string' ? { at: raw.at } : {},
  loader: async ({ context }) =>
    (await import('@/features/listing/ahead')).queueAhead(context.client, context.locale()),
  component: ReviewPage,
});
