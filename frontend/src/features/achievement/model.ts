/** How far a technology is from the factory, in three steps that people speak of. */
export type Stage = 'lab' | 'pilot' | 'industry';

export const LEVELS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

export function stageOf(level: number): Stage {
  if (level <= 3) return 'lab';
  return level <= 6 ? 'pilot' : 'industry';
}

interface Priced {
  code: string;
  negotiable: boolean;
  price?: { currency: string; minorUnits: string } | null;
  useFirstPayLater?: { freeMonths: number } | null;
}

/** The offer to show on a row: the one that may be used first, else the first. */
export function leadOffer<Offer extends Priced>(offers: readonly Offer[]): Offer | undefined {
  return offers.find((offer) => offer.useFirstPayLater) ?? offers[0];
}

/** How many rights of each kind, the ones in force first. */
export function countRights<Kind extends string>(
  rights: readonly { kind: Kind; status: string }[],
): { kind: Kind; count: number; inForce: boolean }[] {
  const counts = new Map<Kind, { kind: Kind; count: number; inForce: boolean }>();
  for (const right of rights) {
    const known = counts.get(right.kind);
    const inForce = right.status === 'IN_FORCE';
    counts.set(right.kind, {
      kind: right.kind,
      count: (known?.count ?? 0) + 1,
      inForce: inForce || (known?.inForce ?? false),
    });
  }
  return [...counts.values()].sort((a, b) => Number(b.inForce) - Number(a.inForce));
}
