import { expect, it } from 'vitest';

import { inputOf, valuesOf, type Edited } from './values';

const PLATFORM: Edited = {
  id: 'p',
  version: 3,
  state: 'PUBLISHED',
  kind: 'PILOT',
  name: { zh: '中试线', en: null },
  summary: { zh: '小批量', en: 'Small lots' },
  equipment: { zh: null, en: null },
  services: ['PROCESS_VERIFY'],
  readiness: { from: 5, to: 7 },
  weeks: { min: 8, max: 12 },
  cost: { min: { currency: 'CNY', minorUnits: '30000000' }, max: { currency: 'CNY', minorUnits: '60000000' } },
  region: '310110',
  industries: ['C39'],
  strategicIndustries: [],
  shanghaiSectors: ['EQUIP'],
  chains: [],
  contact: { name: '沈工', phone: null, email: 'a@example.com' },
  reason: null,
  viewerCanEdit: true,
  viewerCanPublish: true,
  viewerCanWithdraw: true,
};

it('what is not touched is sent as it was', () => {
  const { input, unread } = inputOf(valuesOf(PLATFORM));
  expect(unread).toEqual([]);
  expect(PLATFORM).toMatchObject(input);
});

it('an empty form tells nothing', () => {
  const { input, unread } = inputOf(valuesOf());
  expect(unread).toEqual([]);
  expect(input).toMatchObject({ kind: null, readiness: null, weeks: null, cost: null, region: null, contact: null });
});

it('one number of weeks or of cost is both; a level alone leads nowhere', () => {
  const said = { ...valuesOf(), weeks: { from: '8', to: '' }, cost: { from: '5万', to: '', currency: 'CNY' } };
  const money = { currency: 'CNY', minorUnits: '5000000' };
  expect(inputOf(said).input).toMatchObject({ weeks: { min: 8, max: 8 }, cost: { min: money, max: money } });
  const wrong = {
    ...valuesOf(),
    readiness: { from: '5', to: '' },
    weeks: { from: '', to: '9' },
    cost: { from: 'a lot', to: '', currency: 'CNY' },
  };
  expect(inputOf(wrong).unread).toEqual(['readiness', 'weeks', 'cost']);
});
