import { Link } from '@tanstack/react-router';

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
  const { industries, trl, wantsUseFirstPayLater } = demandFilter ?? {};
  return (
    <Link
      to="/demands"
      search={{
        ...(query && { q: query }),
        ...(industries?.[0] && { industry: industries[0] }),
        ...(trl && { trl }),
        ...(wantsUseFirstPayLater && { ufpl: true as const }),
      }}
    >
      {name}
    </Link>
  );
}
