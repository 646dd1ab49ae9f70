import { Link } from '@tanstack/react-router';

import { Bilingual } from '@/features/achievement';
import type { ListingRowFragment } from '@/gql/graphql';
import { useT } from '@/i18n';
import { DataTable, type Column } from '@/ui/DataTable';
import { useChoosing, type Choosing } from '@/ui/useChoosing';

import { SORTS, sortedBy, USUAL, type ColumnKey, type View } from '../model';
import styles from './Rows.module.css';
import { StateTag } from './StateTag';
import { useCells } from './useCells';

const NUMBERS: readonly ColumnKey[] = ['trl', 'completeness'];

/** The table itself, with a box on every row. */
export function Rows({
  view,
  rows,
  chosen,
  onChoose,
  onChange,
}: Choosing & {
  view: View;
  rows: readonly ListingRowFragment[];
  onChange: (view: View) => void;
}) {
  const t = useT();
  const { title, text } = useCells();
  const choose = useChoosing(rows, { chosen, onChoose }, title);
  const sorting = (key: string) => {
    const sort = SORTS.find((one) => one === key);
    return sort
      ? {
          onSort: () => onChange(sortedBy(view, sort)),
          ...(view.sort === sort ? { sorted: view.up ? ('ascending' as const) : ('descending' as const) } : {}),
        }
      : {};
  };
  const columns: Column<ListingRowFragment>[] = [
    choose,
    {
      key: 'title',
      title: t('listing.column.title'),
      isHead: true,
      ...sorting('title'),
      cell: (row) => (
        <Link to="/work/listings/$id" params={{ id: row.id }} className={styles.title}>
          <Bilingual texts={row.title} />
        </Link>
      ),
    },
    ...(view.cols.length ? view.cols : USUAL).map((key) => ({
      key,
      title: t(`listing.column.${key}`),
      isNumber: NUMBERS.includes(key),
      ...sorting(key),
      cell: (row: ListingRowFragment) => <Cell row={row} column={key} text={text(row, key)} />,
    })),
  ];
  return <DataTable caption={t('listing.table.title')} rows={rows} columns={columns} rowKey={({ id }) => id} />;
}

function Cell({ row, column, text }: { row: ListingRowFragment; column: ColumnKey; text: string }) {
  if (column === 'state')
    return (
      <span className={styles.tags}>
        <StateTag state={row.state} revision={row.revisionState} suspension={row.suspension} />
      </span>
    );
  if (column === 'terms' && row.offers.some((offer) => offer.useFirstPayLater))
    return <span className={styles.later}>{text}</span>;
  if (column === 'updated') return <time dateTime={row.updatedAt}>{text}</time>;
  if (column === 'kind') return <span className={styles.whole}>{text || '–'}</span>;
  return text || <span className={styles.none}>–</span>;
}
