/** A step that may be taken with a thing, as the server says it. */
interface Possible<Name extends string> {
  name: Name;
  requiredInputs: readonly string[];
  blockedBy: readonly unknown[];
}

/** A step for things that were chosen: how many of them could take it. */
export interface BulkStep<Name extends string> {
  name: Name;
  open: number;
  needsReason: boolean;
}

/** What can be done with all of `rows` at once. What needs notes about each is done one by one. */
export function stepsOf<Name extends string>(
  rows: readonly { availableTransitions: readonly Possible<Name>[] }[],
): BulkStep<Name>[] {
  const steps = new Map<Name, BulkStep<Name>>();
  for (const { availableTransitions } of rows)
    for (const { name, blockedBy, requiredInputs } of availableTransitions) {
      if (requiredInputs.includes('notes')) continue;
      const before = steps.get(name) ?? { name, open: 0, needsReason: requiredInputs.includes('reason') };
      steps.set(name, { ...before, open: before.open + (blockedBy.length === 0 ? 1 : 0) });
    }
  return [...steps.values()];
}
