import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readPeriod, type FiguresSearch } from '@/features/advising/people/address';
import { ProfilePage } from '@/features/advising/people/ProfilePage';

export const Route = createFileRoute('/work/advising/profile')({
  validateSearch: (raw: FiguresSearch & SearchSchemaInput): FiguresSearch => readPeriod({ ...raw }),
  component: ProfilePage,
});
