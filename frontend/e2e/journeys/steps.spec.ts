import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';

import { expect, LOCALES, say, settled, speak, test, type Locale } from '../fixtures';
import { enter } from '../office';
import { Person } from '../person';

interface Made {
  id: string;
  title: string;
}

/** Drafts of an office that need nothing more to be handed in. */
async function drafts(baseURL: string, count: number): Promise<Made[]> {
  const officer = await Person.enter(baseURL, 'officer.fudan');
  const organizationId = await officer.organization();
  const query = `mutation ($input: ListingCreateInput!) {
    listingCreate(input: $input) { listing { id } userErrors { code message path } }
  }`;
  const made: Made[] = [];
  for (let place = 0; place < count; place += 1) {
    const title = `步骤测试 ${randomUUID().slice(0, 8)}`;
    const input = {
      organizationId,
      title: { zh: title },
      problem: { zh: '船体阻力大，油耗高。' },
      benefit: { zh: '阻力降低 12%。' },
      idempotencyKey: randomUUID(),
    };
    const { listingCreate } = await officer.ask<{
      listingCreate: { listing: { id: string } | null; userErrors: unknown };
    }>(query, { input });
    if (!listingCreate.listing) throw new Error(JSON.stringify(listingCreate.userErrors));
    made.push({ id: listingCreate.listing.id, title });
  }
  return made;
}

/** Takes a step on the page of a listing, as far as its last button. */
function stepper(page: Page, locale: Locale) {
  const name = (step: string) => say(locale, `enum.ListingTransition.${step}`);
  const group = page.getByRole('group', { name: say(locale, 'listing.steps') });
  const dialog = page.getByRole('dialog');
  return {
    step: (step: string) => group.getByRole('button', { name: name(step), exact: true }),
    confirm: (step: string) => dialog.getByRole('button', { name: name(step), exact: true }),
    reason: dialog.getByLabel(say(locale, 'listing.step.reason')),
    dialog,
    async take(step: string, reason?: string) {
      await this.step(step).click();
      if (reason) await this.reason.fill(reason);
      await this.confirm(step).click();
      await expect(dialog).toBeHidden();
    },
  };
}

// What is hidden is not there, for a visitor.
test.use({ allowErrors: /status of 404/ });

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('E05 approved, published, hidden with a reason, shown again, transferred', async ({
      page,
      context,
      browser,
      baseURL,
    }) => {
      const [listing] = await drafts(baseURL ?? '', 1);
      const address = `/work/listings/${listing?.id}`;
      await enter(context, 'head.fudan');
      await page.goto(address);
      const head = stepper(page, locale);
      const { step, confirm, reason, dialog } = head;
      await head.take('SUBMIT');
      await head.take('APPROVE');
      await expect(step('APPROVE')).toHaveCount(0);
      await head.take('PUBLISH');

      const outside = await browser.newContext({ baseURL: baseURL ?? '' });
      await speak(outside, locale);
      const visitor = await outside.newPage();
      await visitor.goto(`/a/${listing?.id}`);
      await expect(visitor.getByRole('heading', { level: 1 })).toContainText(listing?.title ?? '');

      // Without a reason nothing is hidden.
      await step('SUSPEND').click();
      await confirm('SUSPEND').click();
      await expect(dialog.locator('[aria-invalid=true]')).toBeVisible();
      await reason.fill('权属待核');
      await confirm('SUSPEND').click();
      await expect(dialog).toBeHidden();
      await expect(step('RESUME')).toBeVisible();
      await visitor.goto(`/a/${listing?.id}`);
      await expect(visitor.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
      await head.take('RESUME');
      await visitor.goto(`/a/${listing?.id}`);
      await expect(visitor.getByRole('heading', { level: 1 })).toContainText(listing?.title ?? '');
      await outside.close();

      await step('TRANSFER').click();
      if (await reason.isVisible()) await reason.fill('已签订转让合同');
      await confirm('TRANSFER').click();
      await expect(dialog).toBeHidden();
      await expect(page.getByText(say(locale, 'enum.ListingState.TRANSFERRED')).first()).toBeVisible();
      await expect(step('PUBLISH')).toHaveCount(0);
    });

    test('a draft is withdrawn; many are moved at once, and those that cannot go say why', async ({
      page,
      context,
      baseURL,
    }) => {
      const [alone, one, two] = await drafts(baseURL ?? '', 3);
      await enter(context, 'head.fudan');
      await page.goto(`/work/listings/${alone?.id}`);
      const { step, confirm, reason, dialog } = stepper(page, locale);
      await step('WITHDRAW').click();
      if (await reason.isVisible()) await reason.fill('重复录入');
      await confirm('WITHDRAW').click();
      await expect(dialog).toBeHidden();
      await expect(page.getByText(say(locale, 'enum.ListingState.WITHDRAWN')).first()).toBeVisible();

      await page.goto('/work/listings?tab=DRAFT');
      await settled(page);
      const row = (made: Made | undefined) => page.getByRole('row').filter({ hasText: made?.title ?? '' });
      for (const made of [one, two]) await row(made).getByRole('checkbox').check();
      // A colleague hands one of them in before that.
      const officer = await Person.enter(baseURL ?? '', 'officer.fudan');
      await officer.act('listingSubmit', { id: one?.id, expectedVersion: 1 });
      const bar = page.getByRole('region', { name: say(locale, 'ui.bulk') });
      await bar.getByRole('button', { name: new RegExp(`^${say(locale, 'enum.ListingTransition.SUBMIT')}`) }).click();
      await dialog.getByRole('button').last().click();
      const items = dialog.getByRole('listitem');
      await expect(items.filter({ hasText: one?.title ?? '' }).locator('small')).toBeVisible();
      await expect(items.filter({ hasText: two?.title ?? '' }).locator('small')).toHaveCount(0);
      await dialog.getByRole('button', { name: say(locale, 'ui.bulk.close'), exact: true }).click();
      await expect(dialog).toBeHidden();
      await expect(row(one)).toHaveCount(0);
      await expect(row(two)).toHaveCount(0);
    });
  });
}
