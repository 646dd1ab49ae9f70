import { expect, it } from 'vitest';

import { stepsOf } from './bulk';

it('offers each step once, with how many could take it, and none that asks for notes about each', () => {
  const can = (name: string, needs: string[] = [], blocked = 0) => ({
    name,
    requiredInputs: needs,
    blockedBy: Array.from({ length: blocked }, () => ({})),
  });
  const rows = [
    { availableTransitions: [can('PUBLISH'), can('RETURN', ['notes']), can('REFUSE', ['reason'])] },
    { availableTransitions: [can('PUBLISH', [], 2), can('RETURN', ['notes'])] },
    { availableTransitions: [] },
  ];
  expect(stepsOf(rows)).toEqual([
    { name: 'PUBLISH', open: 1, needsReason: false },
    { name: 'REFUSE', open: 1, needsReason: true },
  ]);
  expect(stepsOf([])).toEqual([]);
});
