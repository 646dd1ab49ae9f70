/** Demands that were ticked, each with the version that was shown then: a decision is about that one. */
export type Ticks = ReadonlyMap<string, number>;

interface Versioned {
  id: string;
  version?: number | null;
}

/** Those of `rows` that are still what they were when they were ticked. */
export const heldIn = <Row extends Versioned>(rows: readonly Row[], ticks: Ticks): (Row & { version: number })[] =>
  rows.flatMap((row) => {
    const version = ticks.get(row.id);
    return version !== undefined && version === row.version ? [{ ...row, version }] : [];
  });

/** Ticks on those of `rows` that are in `chosen`, as they are shown. */
export const ticksOf = (rows: readonly Versioned[], chosen: ReadonlySet<string>): Ticks =>
  new Map(rows.flatMap(({ id, version }) => (chosen.has(id) && version != null ? [[id, version] as const] : [])));
