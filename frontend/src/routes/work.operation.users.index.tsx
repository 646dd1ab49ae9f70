import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readUsers, type UsersSearch } from '@/features/operation/address';
import { UsersPage } from '@/features/operation/UsersPage';

export const Route = createFileRoute('/work/operation/users/')({
  validateSearch: (raw: UsersSearch & SearchSchemaInput): UsersSearch => readUsers({ ...raw }),
  component: UsersPage,
});
