import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useSettled } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { ErrorBox, Skeleton } from '@/ui/States';

import { withoutFilters, type Search } from '../model';
import { resultsQuery } from '../queries';
import { Facets } from './Facets';

/** On a small screen filters are chosen together; the button tells how much they leave. */
export function FilterSheet({
  search,
  onApply,
  onClose,
}: {
  search: Search;
  onApply: (search: Search) => void;
  onClose: () => void;
}) {
  const t = useT();
  const { locale } = useLocale();
  const [draft, setDraft] = useState(search);
  const settled = useSettled(draft, 150);
  const results = useInfiniteQuery({ ...resultsQuery(settled, locale), placeholderData: keepPreviousData });
  const first = results.data?.pages[0];
  const names = new Map(first?.organizations?.nodes.map(({ id, name }) => [id, name]));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('search.filters')}
      footer={
        <>
          <Button onClick={() => setDraft(withoutFilters(draft))}>{t('search.chips.clear')}</Button>
          <Button
            look="primary"
            onClick={() => {
              onApply(draft);
              onClose();
            }}
          >
            {t('search.filters.show', { count: first?.searchListings.totalCount ?? 0 })}
          </Button>
        </>
      }
    >
      {results.isError && <ErrorBox error={asApiError(results.error)} onRetry={() => void results.refetch()} />}
      {first ? (
        <Facets search={draft} counts={first.searchListings.facets} names={names} onChange={setDraft} />
      ) : (
        results.isPending && <Skeleton lines={8} />
      )}
    </Dialog>
  );
}
