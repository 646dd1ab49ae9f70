import type { ListingRowFragment } from '@/gql/graphql';
import { useT } from '@/i18n';

import { csv, USUAL, type View } from '../model';
import { useCells } from './useCells';

/** Gives out exactly what the table shows: its rows in their order, its columns. */
export function useExport(view: View, rows: readonly ListingRowFragment[]): () => void {
  const t = useT();
  const { title, text } = useCells();
  return () => {
    const columns = view.cols.length ? view.cols : USUAL;
    const lines = [
      [t('listing.column.title'), ...columns.map((column) => t(`listing.column.${column}`))],
      ...rows.map((row) => [title(row), ...columns.map((column) => text(row, column))]),
    ];
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([csv(lines)], { type: 'text/csv;charset=utf-8' }));
    link.download = 'listings-view.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
}
