import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readBoard, type BoardSearch } from '@/features/advising/board/address';
import { BoardPage } from '@/features/advising/board/BoardPage';

export const Route = createFileRoute('/work/advising/')({
  validateSearch: (raw: BoardSearch & SearchSchemaInput): BoardSearch => readBoard({ ...raw }),
  component: BoardPage,
});
