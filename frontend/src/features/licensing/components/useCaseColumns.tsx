import { Link } from '@tanstack/react-router';

import { Bilingual } from '@/features/achievement';
import type { LicenseRowFragment } from '@/gql/graphql';
import { useT } from '@/i18n';
import type { Column } from '@/ui/DataTable';

import { Party } from './words';

/** What a request and a license have in common: the achievement, which leads to the page, and the two parties. */
export function useCaseColumns<Row extends Pick<LicenseRowFragment, 'id' | 'listing' | 'licensee' | 'licensor'>>(
  to: '/work/requests/$id' | '/work/licenses/$id',
): Column<Row>[] {
  const t = useT();
  return [
    {
      key: 'title',
      title: t('licensing.achievement'),
      isHead: true,
      cell: ({ id, listing }) => (
        <Link to={to} params={{ id }}>
          {listing ? <Bilingual texts={listing.title} tag={false} /> : t('licensing.listing.gone')}
        </Link>
      ),
    },
    { key: 'licensee', title: t('licensing.licensee'), cell: ({ licensee }) => <Party party={licensee} /> },
    { key: 'licensor', title: t('licensing.licensor'), cell: ({ licensor }) => <Party party={licensor} /> },
  ];
}
