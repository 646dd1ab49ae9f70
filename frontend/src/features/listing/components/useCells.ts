import { countRights, leadOffer } from '@/features/achievement';
import type { ListingRowFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { pick } from '@/lib/text';

import type { ColumnKey } from '../model';

/** What stands in a cell, in words. */
export function useCells() {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const { date } = useFormats();
  const title = (row: Pick<ListingRowFragment, 'title'>) => pick(row.title, locale)?.text ?? t('listing.untitled');
  const terms = ({ offers }: Pick<ListingRowFragment, 'offers'>) => {
    const offer = leadOffer(offers.map((one) => ({ negotiable: false, ...one })));
    if (!offer) return '';
    const months = offer.useFirstPayLater?.freeMonths;
    return months === undefined ? label('LicenseKind', offer.kind) : t('listing.cell.free', { months });
  };
  const text = (row: ListingRowFragment, column: ColumnKey): string => {
    switch (column) {
      case 'state':
        return label('ListingState', row.state);
      case 'kind':
        return row.kind ? label('ListingKind', row.kind) : '';
      case 'trl':
        return row.readiness ? String(row.readiness.level) : '';
      case 'rights':
        return countRights(row.ipRights)
          .map(({ kind, count }) => (count > 1 ? `${label('IpKind', kind)} × ${count}` : label('IpKind', kind)))
          .join(' · ');
      case 'terms':
        return terms(row);
      case 'completeness':
        return row.completeness ? `${row.completeness.score} %` : '';
      case 'department':
        return row.department ?? '';
      case 'reference':
        return row.externalReference ?? '';
      case 'shownUntil':
        return row.shownUntil ? date(row.shownUntil) : '';
      case 'updated':
        return date(row.updatedAt);
    }
  };
  return { title, text };
}
