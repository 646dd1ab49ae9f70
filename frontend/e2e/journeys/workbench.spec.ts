import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';

import { appointed, asked, assigned, begun, caseNow, stepping } from '../advising';
import { expect, LOCALES, say, settled, signIn, speak, test, violations } from '../fixtures';
import { found, verify } from '../firm';
import { needOf, pitched, published } from '../need';
import { enter } from '../office';
import { newcomer } from '../person';

/** What is to be done next about a thing of this name. */
const line = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('an enterprise begins with what waits for its answer, and sees its demands with the way to what fits', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const title = locale === 'en' ? 'Blisters in the tower' : '塔内起泡';
      const need = await published(base, title);
      const { owner } = need.firm;
      const demands = page.getByRole('region', { name: say(locale, 'demand.own'), exact: true });
      await enter(context, owner.email, owner.password);
      await page.goto('/work');
      await expect(demands.getByRole('link', { name: title, exact: true })).toBeVisible();
      await expect(demands.getByText(say(locale, 'enum.DemandState.PUBLISHED'), { exact: true })).toBeVisible();

      await pitched(base, need, 'officer.fudan', 'Sol-gel');
      const { version } = await needOf(owner.person, need.id);
      await owner.person.act('demandSplitPropose', {
        demandId: need.id,
        expectedVersion: version,
        kept: { title: { en: 'Blisters' } },
        splitOff: { title: { en: 'Rust below the blisters' } },
        idempotencyKey: randomUUID(),
      });
      await page.reload();
      const proposal = line(page, 'Sol-gel');
      await expect(proposal).toContainText(say(locale, 'workbench.action.proposal'));
      await expect(page.locator('main a[href^="/work/splits/"]')).toHaveCount(1);
      await settled(page);
      expect(await violations(page)).toEqual([]);

      await proposal.getByRole('link').click();
      await expect(page).toHaveURL(/\/work\/proposals\//);
      await expect(page.getByRole('heading', { level: 1, name: 'Sol-gel' })).toBeVisible();
      await page.goto('/work');
      await demands.locator(`a[href="/work/demands/${need.id}?part=matches"]`).click();
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      expect(new URL(page.url()).searchParams.get('part')).toBe('matches');
    });

    test('an advisor has cases to accept, and what is due in them, until it is done', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const title = locale === 'en' ? 'Rust below the paint' : '漆下生锈';
      const counsel = await appointed(base, 'Advisor');
      const made = await assigned(base, counsel, title);
      await enter(context, counsel.email, counsel.password);
      await page.goto('/work');
      const mine = line(page, title);
      await expect(mine).toContainText(say(locale, 'workbench.action.accept'));
      await expect(mine).toContainText(made.firm.name);
      await expect(page.getByRole('region', { name: say(locale, 'workbench.area.ADVISING') })).toBeVisible();
      await settled(page);
      expect(await violations(page)).toEqual([]);
      await mine.getByRole('link').click();
      await expect(page).toHaveURL(new RegExp(`/work/cases/${made.id}$`));

      await stepping(counsel.person, 'caseAccept', made.id, { noConflict: true });
      await page.goto('/work');
      await expect(mine).toContainText(say(locale, 'workbench.action.contact'));
    });

    test('an office is asked whether an introduction was so, and not again once it has answered', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const head = await newcomer(base, 'Head');
      await found(head.person, 'UNIVERSITY', '上海远帆大学');
      const office = await head.person.organization();
      await verify(base, office);
      const counsel = await appointed(base, 'Advisor');
      const { id: caseId, firm } = await begun(base, counsel, 'Wear');
      await counsel.person.act('introductionRecord', {
        caseId,
        organizationId: office,
        note: 'They have a coating that may do.',
        idempotencyKey: randomUUID(),
      });
      await enter(context, head.email, head.password);
      await page.goto('/work');
      const one = line(page, firm.name);
      const link = one.locator('a[href^="/work/introductions/"]');
      await expect(link).toHaveCount(1);
      await settled(page);
      expect(await violations(page)).toEqual([]);
      await link.click();
      await expect(page).toHaveURL(/\/work\/introductions\/./);

      const id = new URL(page.url()).pathname.split('/').at(-1);
      await head.person.act('introductionAnswer', { id, expectedVersion: 1, confirm: true });
      await page.goto('/work');
      await settled(page);
      await expect(page.getByRole('heading', { name: say(locale, 'workbench.next') })).toBeVisible();
      await expect(link).toHaveCount(0);
    });

    test('an enterprise is asked for its consent to a tie of the advisor, where such ties stand', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Advisor');
      const { id, firm } = await assigned(base, counsel, 'Wear');
      await stepping(counsel.person, 'caseAccept', id, { noConflict: true });
      const { version } = await caseNow(counsel.person, id);
      await counsel.person.act('caseConflictDisclose', {
        caseId: id,
        expectedVersion: version,
        kind: 'CONSULTING',
        organizationId: firm.id,
        note: 'They paid me for a talk.',
        handling: 'DISCLOSE_AND_CONSENT',
      });
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto('/work');
      const link = page.getByRole('main').getByRole('link', { name: 'Advisor', exact: true });
      await expect(link).toHaveAttribute('href', '/work/introductions?tab=ties');
      await settled(page);
      expect(await violations(page)).toEqual([]);
      await link.click();
      await expect(page.getByText('They paid me for a talk.')).toBeVisible();
    });

    test('an operator is led to the cases that wait for an advisor', async ({ page, context, baseURL }) => {
      await asked(String(baseURL), 'Noise');
      await signIn(context, 'operator');
      await page.goto('/work');
      const figures = page.getByRole('region', { name: say(locale, 'workbench.area.OPERATION') });
      const waiting = figures.getByRole('link').filter({ hasText: say(locale, 'workbench.figure.unassigned') });
      await expect(waiting).toHaveText(/^[1-9]/);
      await settled(page);
      expect(await violations(page)).toEqual([]);
      await waiting.click();
      await expect(page).toHaveURL(/\/work\/operation\/assignment$/);
    });
  });
}
