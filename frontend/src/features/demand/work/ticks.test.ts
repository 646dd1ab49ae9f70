import { expect, it } from 'vitest';

import { heldIn, ticksOf } from './ticks';

it('a tick holds for the version that was shown, until the demand moves or is gone', () => {
  const shown = [
    { id: 'a', version: 3 },
    { id: 'b', version: 1 },
    { id: 'c', version: 7 },
    { id: 'd', version: 2 },
  ];
  const ticks = ticksOf(shown, new Set(['a', 'b', 'c', 'elsewhere']));
  expect([...ticks]).toEqual([
    ['a', 3],
    ['b', 1],
    ['c', 7],
  ]);
  expect(heldIn(shown, ticks).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  const later = [
    { id: 'a', version: 4 },
    { id: 'b', version: 1 },
    { id: 'd', version: 2 },
  ];
  expect(heldIn(later, ticks)).toEqual([{ id: 'b', version: 1 }]);
  // Ticked anew, it is the one that is shown now.
  expect(heldIn(later, ticksOf(later, new Set(['a', 'b'])))).toEqual(later.slice(0, 2));
});
