import { createFileRoute } from '@tanstack/react-router';

import { EditDemandPage } from '@/features/demand/editor/EditDemandPage';
import { readStep, type Step } from '@/features/demand/work/address';

export const Route = createFileRoute('/work/demands/$id/edit')({
  validateSearch: (raw: Record<string, unknown>): { step?: Step } => readStep(raw),
  component: EditDemandPage,
});
