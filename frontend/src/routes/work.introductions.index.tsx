import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readAnswers, type AnswersSearch } from '@/features/advising/client/address';
import { AnswersPage } from '@/features/advising/client/AnswersPage';

export const Route = createFileRoute('/work/introductions/')({
  validateSearch: (raw: AnswersSearch & SearchSchemaInput): AnswersSearch => readAnswers({ ...raw }),
  component: AnswersPage,
});
