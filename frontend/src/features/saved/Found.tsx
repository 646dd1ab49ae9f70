import { Link } from '@tanstack/react-router';

import { searchOf as demandsOf } from '@/features/demand';
import { searchOf } from '@/features/search';
import type { SavedSearchRowFragment } from '@/gql/graphql';

/** The search, anew: what it finds now. */
export function Found({
  row: { name, subject, query, listingFilters, readinessMin, demandFilter },
}: {
  row: SavedSearchRowFragment;
}) {
  if (subject === 'LISTINGS') {
    return (
      <Link to="/achievements" search={searchOf(query, listingFilters, readinessMin)}>
        {name}
      </Link>
    );
  }
  return (
    <Link to="/demands" search={demandsOf(query, demandFilter ?? {})}>
      {name}
    </Link>
  );
}
