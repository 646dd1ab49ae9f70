import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import type { ImportProblemLineFragment, ImportRunQuery, ImportSummaryFragment } from '@/gql/graphql';
import { useLocale } from '@/i18n';
import { sendFile } from '@/lib/upload';

import { mend, unread, type Corrections } from './corrections';
import { mendedName } from './model';
import { fetchResult, useStart } from './queries';

/**
 * Checks a file anew, with corrections. The server has no rows that could be changed one by one, but it writes the file as
 * it read it and reads what it wrote: that is mended and handed in again, and the columns mean what they meant.
 */
export function useRecheck({ mapping }: NonNullable<ImportRunQuery['importRun']>, run: ImportSummaryFragment) {
  const { locale } = useLocale();
  const navigate = useNavigate({ from: '/work/imports/new' });
  const start = useStart();
  return useMutation({
    mutationFn: async ({
      problems,
      corrections,
    }: {
      problems: readonly ImportProblemLineFragment[];
      corrections: Corrections;
    }) => {
      const text = mend(await fetchResult(run.resultPath, locale), corrections, unread(problems, corrections));
      const { id } = await sendFile(new Blob([text], { type: 'text/csv' }), mendedName(run.fileName), {
        organizationId: run.organizationId,
        locale,
      });
      const { importStart } = await start.mutateAsync({
        kind: run.kind,
        organizationId: run.organizationId,
        uploadId: id,
        mapping: mapping.map(({ column, field }) => ({ column, field: field ?? null })),
        policy: run.policy,
        dryRun: true,
      });
      const { importRun, userErrors } = importStart;
      if (importRun) await navigate({ search: { org: run.organizationId, check: importRun.id } });
      return userErrors;
    },
  });
}
