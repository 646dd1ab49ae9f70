import type { ReactNode } from 'react';

import type { OfferFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Facts } from '@/ui/Facts';
import { Money } from '@/ui/Money';

/** Countries as one reads them; none means everywhere. */
export function useTerritory(): (territory: readonly string[]) => string {
  const t = useT();
  const { list, country } = useFormats();
  return (territory) =>
    territory.length === 0
      ? t('offer.world')
      : list(territory.map((code) => (code === 'WORLD' ? t('offer.world') : country(code))));
}

/** The terms of an offer, line by line. */
export function OfferFacts({
  offer,
  more = [],
}: {
  offer: OfferFragment;
  more?: readonly (readonly [string, ReactNode])[];
}) {
  const t = useT();
  const label = useLabel();
  const { percent } = useFormats();
  const territory = useTerritory();
  const later = offer.useFirstPayLater;
  return (
    <Facts
      rows={[
        [t('licensing.offer'), offer.code],
        [t('licensing.kind'), label('LicenseKind', offer.kind)],
        ...more,
        [t('offer.price'), offer.price && <Money amount={offer.price} />],
        [
          t('offer.royalty'),
          offer.royalty &&
            t('offer.royalty.rate', {
              rate: percent(offer.royalty.rateBasisPoints),
              base: label('RoyaltyBase', offer.royalty.base),
            }),
        ],
        [t('licensing.free'), later && t('offer.later.free', { months: later.freeMonths })],
        [t('offer.term'), t('offer.months', { months: offer.termMonths })],
        [t('offer.territory'), territory(offer.territory)],
        [t('offer.field'), offer.fieldOfUse ?? t('licensing.field.any')],
        [t('offer.later.terms'), later?.terms],
        [t('offer.note'), offer.note],
      ]}
    />
  );
}
