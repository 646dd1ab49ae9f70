import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { AuditPage } from '@/features/operation/AuditPage';
import { readAudit, type AuditSearch } from '@/features/operation/address';

export const Route = createFileRoute('/work/operation/audit')({
  validateSearch: (raw: AuditSearch & SearchSchemaInput): AuditSearch => readAudit({ ...raw }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    const { auditQuery } = await import('@/features/operation/queries');
    void context.client.prefetchInfiniteQuery(auditQuery(deps, context.locale()));
  },
  component: AuditPage,
});
