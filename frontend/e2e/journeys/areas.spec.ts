import { randomUUID } from 'node:crypto';

import { found, verify } from '../firm';
import { expect, LOCALES, say, speak, test } from '../fixtures';
import { button, enter } from '../office';
import { newcomer, type Person } from '../person';

/** The seats of somebody, in the order in which they are listed. */
async function seatsOf(person: Person): Promise<{ id: string; kind: string }[]> {
  const { viewer } = await person.ask<{ viewer: { memberships: { organization: { id: string; kind: string } }[] } }>(
    '{ viewer { memberships { organization { id kind } } } }',
  );
  return viewer.memberships.map(({ organization }) => organization);
}

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('who has an office and an enterprise imports for the one that the way led from', async ({
      page,
      context,
      baseURL,
    }) => {
      const somebody = await newcomer(baseURL ?? '', 'Both');
      await found(somebody.person, 'UNIVERSITY', `双岗大学 ${locale}`);
      await found(somebody.person, 'ENTERPRISE', `双岗企业 ${locale}`);
      const seats = await seatsOf(somebody.person);
      const [office = '', firm = ''] = ['UNIVERSITY', 'ENTERPRISE'].map(
        (kind) => seats.find((seat) => seat.kind === kind)?.id ?? '',
      );
      // Without a word in the address it would be the university.
      expect(seats[0]?.id).toBe(office);
      await verify(baseURL ?? '', firm);
      const uploadId = await somebody.person.upload(
        firm,
        '需求.csv',
        '需求编号,需求名称,需求描述\nB-1,去污,池底积垢\n',
      );
      const idempotencyKey = randomUUID();
      const input = { kind: 'DEMAND', organizationId: firm, uploadId, policy: 'REJECT_FAILED_ROWS', dryRun: true };
      const { importStart } = await somebody.person.ask<{ importStart: { importRun: { id: string } } }>(
        'mutation ($input: ImportStartInput!) { importStart(input: $input) { importRun { id } } }',
        { input: { ...input, idempotencyKey } },
      );
      const run = importStart.importRun.id;
      await enter(context, somebody.email, somebody.password);
      const orgOf = () => new URL(page.url()).searchParams.get('org');
      const ofDemands = page.getByRole('heading', { level: 1, name: locale === 'en' ? /demands/ : /需求/ });
      const ofAchievements = page.getByRole('heading', { level: 1, name: locale === 'en' ? /achievements/ : /成果/ });
      const link = (id: string) => page.getByRole('main').getByRole('link', { name: say(locale, id), exact: true });

      // The same entry stands in two areas, and each leads to its own.
      await page.goto('/work');
      await expect(page.getByRole('heading', { name: say(locale, 'workbench.area.SEEKING') })).toBeVisible();
      const entries = page
        .getByRole('navigation', { name: say(locale, 'work.nav'), exact: true })
        .getByRole('link', { name: say(locale, 'work.nav.imports'), exact: true });
      await expect(entries).toHaveCount(2);
      await entries.nth(1).click();
      await expect.poll(orgOf).toBe(firm);
      await expect(page.getByRole('main').getByRole('link', { name: '需求.csv', exact: true })).toBeVisible();
      await link('imports.go').click();
      await expect(ofDemands).toBeVisible();
      await entries.nth(0).click();
      await expect.poll(orgOf).toBe(office);
      await link('imports.go').click();
      await expect(ofAchievements).toBeVisible();

      // A check goes on, and back, as what it is, even if the address says nothing.
      await page.goto(`/work/imports/${run}`);
      await link('imports.one.goOn').click();
      await expect.poll(orgOf).toBe(firm);
      await expect(ofDemands).toBeVisible();
      await page.goto(`/work/imports/new?check=${encodeURIComponent(run)}`);
      await expect(ofDemands).toBeVisible();
      await button(page, locale, 'imports.upload.other').click();
      await expect.poll(orgOf).toBe(firm);
      await expect(ofDemands).toBeVisible();
      await page
        .getByRole('main')
        .getByRole('paragraph')
        .getByRole('link', { name: say(locale, 'work.nav.imports'), exact: true })
        .click();
      await expect.poll(orgOf).toBe(firm);
    });
  });
}
