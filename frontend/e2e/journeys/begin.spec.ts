import { randomUUID } from 'node:crypto';

import type { Page } from '@playwright/test';

import { appointed, day } from '../advising';
import { verified } from '../firm';
import { expect, LOCALES, say, settled, speak, test, violations, type Locale } from '../fixtures';
import { button, enter, field, fill } from '../office';

// What is not shown has a page that says so.
test.use({ allowErrors: /status of 404/ });

const named = (locale: Locale, id: string) => ({ name: say(locale, id), exact: true });
const inside = (page: Page, locale: Locale, id: string) =>
  page.getByRole('dialog').getByRole('button', named(locale, id));
const written = (page: Page, locale: Locale, id: string) =>
  page.getByRole('dialog').getByLabel(say(locale, id), { exact: true });

/** A name that nobody else's journey has, and that is no word of what is written. */
const firmName = () => `启程${randomUUID().slice(0, 8)}新材料有限公司`;

/** Asks an enterprise for a mandate, as an advisor does. */
async function asks(page: Page, locale: Locale, enterprise: string) {
  await page.goto('/work/advising/clients');
  await button(page, locale, 'advising.ask').click();
  // Nobody is asked without a word, or without being named.
  await inside(page, locale, 'advising.ask.send').click();
  await expect(page.getByRole('dialog').getByText(say(locale, 'ui.required'), { exact: true }).first()).toBeVisible();
  await written(page, locale, 'advising.partner.find').fill(enterprise);
  await inside(page, locale, 'advising.partner.go').click();
  await page.getByRole('dialog').getByRole('radio', { name: enterprise }).check();
  await written(page, locale, 'advising.mandate.until').fill(day(90));
  await written(page, locale, 'advising.ask.note').fill('I saw your tower last week.');
  await inside(page, locale, 'advising.ask.send').click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText(say(locale, 'enum.MandateRequestState.OPEN'), { exact: true })).toBeVisible();
}

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.setTimeout(120_000);
    test.beforeEach(({ context }) => speak(context, locale));

    test('J11 an advisor asks for a mandate, begins a case, drafts the demand, and the client hands it in', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, `Beginner ${locale}`);
      const firm = await verified(base, firmName());
      await enter(context, counsel.email, counsel.password);
      await asks(page, locale, firm.name);
      await settled(page);
      expect(await violations(page)).toEqual([]);

      // The owner reads who asks for what, and gives it.
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto('/work/advisors?tab=mandates');
      await expect(page.getByText('I saw your tower last week.')).toBeVisible();
      await settled(page);
      expect(await violations(page)).toEqual([]);
      await button(page, locale, 'advising.request.accept').click();
      await inside(page, locale, 'advising.request.accept').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(page.getByText(say(locale, 'enum.MandateState.ACTIVE'), { exact: true })).toBeVisible();

      // The case begins when the advisor has said that there is no tie.
      await enter(context, counsel.email, counsel.password);
      await page.goto('/work/advising/clients');
      await page
        .getByRole('button', { name: fill(locale, 'advising.begin.with', { name: firm.name }), exact: true })
        .click();
      await inside(page, locale, 'advising.begin').click();
      await expect(page.getByRole('dialog').getByRole('alert').first()).toBeVisible();
      await page.getByRole('dialog').getByLabel(say(locale, 'advising.begin.noConflict'), { exact: true }).check();
      await inside(page, locale, 'advising.begin').click();
      await expect(page).toHaveURL(/\/work\/cases\//);
      const found = page.url();
      await expect(page.getByText(say(locale, 'advising.case.begun.advisor'), { exact: true })).toBeVisible();
      await settled(page);
      expect(await violations(page)).toEqual([]);

      // The draft is the client's: the advisor names nobody and hands nothing in.
      await page.getByRole('link', named(locale, 'advising.draft')).click();
      await field(page, locale, 'demand.field.title').fill('Coating comes off');
      await field(page, locale, 'demand.field.problem').fill('It blisters in the tower.');
      await field(page, locale, 'demand.field.expectedTarget').fill('Two years.');
      await button(page, locale, 'demand.next').click();
      await expect(page).toHaveURL(/\/work\/demands\/.+\/edit\?step=terms/);
      const demand = page.url().replace(/\/edit.*/, '');
      await button(page, locale, 'demand.next').click();
      await expect(page).toHaveURL(/step=visibility/);
      await expect(page.getByRole('radio', { name: say(locale, 'enum.DemandVisibility.ANONYMOUS') })).toBeChecked();
      await expect(page.getByRole('radio', { name: say(locale, 'enum.DemandVisibility.PUBLIC') })).toHaveCount(0);
      await button(page, locale, 'demand.next').click();
      await expect(page.getByText(say(locale, 'demand.draft.handIn'), { exact: true })).toBeVisible();
      await expect(button(page, locale, 'enum.DemandTransition.SUBMIT')).toHaveCount(0);
      await page.goto(found);
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Coating comes off');
      await expect(page.getByRole('link', named(locale, 'advising.draft'))).toHaveCount(0);

      // The client sees who drafted it, changes it and hands it in.
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto('/work/demands');
      const drafted = fill(locale, 'demand.drafted', { name: `Beginner ${locale}` });
      await expect(page.getByText(drafted, { exact: true })).toBeVisible();
      await page.getByRole('link', { name: 'Coating comes off' }).click();
      await expect(page.getByText(fill(locale, 'demand.drafted.notice', { name: `Beginner ${locale}` }))).toBeVisible();
      await page.goto(`${demand}/edit`);
      await field(page, locale, 'demand.field.title').fill('Coating blisters');
      for (const step of ['terms', 'visibility', 'preview']) {
        await button(page, locale, 'demand.next').click();
        await expect(page).toHaveURL(new RegExp(`step=${step}`));
      }
      await button(page, locale, 'enum.DemandTransition.SUBMIT').click();
      await inside(page, locale, 'enum.DemandTransition.SUBMIT').click();
      await expect(page.getByText(say(locale, 'enum.DemandState.SUBMITTED'), { exact: true }).first()).toBeVisible();

      // The case is about what the client says; the advisor writes in it no more.
      await enter(context, counsel.email, counsel.password);
      await expect(async () => {
        await page.goto(found);
        await expect(page.getByRole('heading', { level: 1 })).toContainText('Coating blisters', { timeout: 2000 });
      }).toPass({ timeout: 20_000 });
      await page.goto(demand);
      await expect(page.locator(`a[href$="/edit"]`)).toHaveCount(0);
    });

    test('an enterprise refuses a mandate, and the advisor reads why', async ({ page, context, baseURL }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, `Refused ${locale}`);
      const firm = await verified(base, firmName());
      await enter(context, counsel.email, counsel.password);
      await asks(page, locale, firm.name);
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto('/work/advisors?tab=mandates');
      await button(page, locale, 'advising.request.refuse').click();
      await page.getByRole('dialog').getByRole('textbox').fill('We have somebody.');
      await inside(page, locale, 'advising.request.refuse').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await enter(context, counsel.email, counsel.password);
      await page.goto('/work/advising/clients');
      await expect(page.getByText('We have somebody.')).toBeVisible();
      await expect(page.getByText(say(locale, 'enum.MandateRequestState.REFUSED'), { exact: true })).toBeVisible();
      await expect(button(page, locale, 'advising.begin')).toHaveCount(0);
    });

    test('an advisor takes a question back from where a message about it leads', async ({ page, context, baseURL }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, `Back ${locale}`);
      const firm = await verified(base, firmName());
      await enter(context, counsel.email, counsel.password);
      await asks(page, locale, firm.name);
      const { mandateRequests } = await counsel.person.ask<{ mandateRequests: { nodes: { id: string }[] } }>(
        '{ mandateRequests(first: 1) { nodes { id } } }',
      );
      await page.goto(`/work/mandate-requests/${mandateRequests.nodes[0]?.id}`);
      await settled(page);
      expect(await violations(page)).toEqual([]);
      await button(page, locale, 'advising.request.withdraw').click();
      await inside(page, locale, 'advising.request.withdraw').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(
        page.locator('#main').getByText(say(locale, 'enum.MandateRequestState.WITHDRAWN'), { exact: true }),
      ).toBeVisible();
      await expect(button(page, locale, 'advising.request.withdraw')).toHaveCount(0);
      // Nobody else has it.
      await enter(context, (await appointed(base, `Other ${locale}`)).email, counsel.password);
      await page.reload();
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
    });
  });
}
