import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';

import { expect, LOCALES, say, signIn, speak, test, type Locale } from '../fixtures';
import { draft, needOf, pitched, published, take, unverified } from '../need';
import { button, enter } from '../office';
import { Person } from '../person';

// A demand that is not shown has a page that says so.
test.use({ allowErrors: /status of 404/ });

const TITLES = { 'zh-CN': '涂层脱落', en: 'Blistering' } as const;

/** A step of a demand: asked for, confirmed, done. */
async function step(
  page: Page,
  locale: Locale,
  name: string,
  fill?: (dialog: ReturnType<Page['getByRole']>) => Promise<void>,
) {
  await button(page, locale, `enum.DemandTransition.${name}`).click();
  const dialog = page.getByRole('dialog');
  await fill?.(dialog);
  await dialog
    .getByRole('button', {
      name: say(locale, `enum.DemandTransition.${name}`),
      exact: true,
    })
    .click();
  await expect(dialog).toHaveCount(0);
}

/** The tag that says where something stands. */
const stands = (page: Page, locale: Locale, id: string) =>
  expect(page.getByText(say(locale, id), { exact: true }).first()).toBeVisible();

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('J3 an enterprise passes on one proposal with a reason, and tells the other office who it is', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const need = await published(base, TITLES[locale]);
      const { owner, name } = need.firm;
      await pitched(base, need, 'officer.fudan', 'Sol-gel');
      await pitched(base, need, 'officer.tongji', 'Plasma');
      await pitched(base, need, 'officer.usst', 'Tiles');

      await enter(context, owner.email, owner.password);
      await page.goto(`/work/demands/${need.id}?part=proposals`);
      await page.getByRole('link', { name: 'Sol-gel', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await button(page, locale, 'demand.answer.pass').click();
      const go = dialog.getByRole('button', {
        name: say(locale, 'demand.answer.go'),
        exact: true,
      });
      // Nobody passes without a reason that the office can learn from, and "other" has to be told in words.
      await go.click();
      await expect(dialog.getByText(say(locale, 'ui.required'), { exact: true })).toBeVisible();
      await dialog
        .getByRole('radio', {
          name: say(locale, 'enum.PassReason.OTHER'),
          exact: true,
        })
        .check();
      await go.click();
      await expect(dialog.getByLabel(say(locale, 'demand.answer.note'), { exact: true })).toHaveAttribute(
        'aria-invalid',
        'true',
      );
      await dialog
        .getByRole('radio', {
          name: say(locale, 'enum.PassReason.TOO_EARLY'),
          exact: true,
        })
        .check();
      await dialog.getByLabel(say(locale, 'demand.answer.note'), { exact: true }).fill('No pilot yet.');
      await go.click();
      await expect(dialog).toHaveCount(0);
      await stands(page, locale, 'enum.DemandProposalState.PASSED');
      await stands(page, locale, 'enum.PassReason.TOO_EARLY');

      // Whom it interests it may get to know; the name is typed, so that nobody is named in passing.
      await page.goto(`/work/demands/${need.id}?part=proposals`);
      await page.getByRole('link', { name: 'Plasma', exact: true }).click();
      await expect(button(page, locale, 'demand.reveal')).toHaveCount(0);
      await button(page, locale, 'demand.answer.interested').click();
      await go.click();
      await expect(dialog).toHaveCount(0);
      await stands(page, locale, 'enum.DemandProposalState.INTERESTED');
      await button(page, locale, 'demand.reveal').click();
      const reveal = dialog.getByRole('button', {
        name: say(locale, 'demand.reveal'),
        exact: true,
      });
      await expect(
        dialog.getByText(say(locale, 'demand.reveal.what.final'), {
          exact: true,
        }),
      ).toBeVisible();
      await reveal.click();
      const typed = dialog.getByRole('textbox');
      await expect(typed).toHaveAttribute('aria-invalid', 'true');
      const officer = await Person.enter(base, 'officer.tongji');
      const { organization } = await officer.ask<{
        organization: { nameZh: string; name: string };
      }>('query ($id: ID!) { organization(id: $id) { name } }', {
        id: await officer.organization(),
      });
      const label = await typed.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
      await typed.fill(/[“"「『](.+)[”"」』]/.exec(label)?.[1] ?? organization.name);
      await reveal.click();
      await expect(dialog).toHaveCount(0);
      await expect(button(page, locale, 'demand.reveal')).toHaveCount(0);
      const told = page.url();

      await signIn(context, 'officer.tongji');
      await page.goto(told);
      await expect(page.getByText(name, { exact: true })).toBeVisible();
      await expect(page.getByText(/13800138000/)).toBeVisible();
      // The office that was passed on reads why, and not who; others find nothing there.
      await signIn(context, 'officer.fudan');
      await page.goto('/work/proposals?state=PASSED');
      await page.getByRole('link', { name: 'Sol-gel', exact: true }).first().click();
      await stands(page, locale, 'enum.PassReason.TOO_EARLY');
      await expect(page.getByText('No pilot yet.', { exact: true })).toBeVisible();
      await stands(page, locale, 'demand.owner.hidden');
      await page.goto(told);
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
      // What was not answered may be taken back.
      await signIn(context, 'officer.usst');
      await page.goto('/work/proposals?state=OPEN');
      await page.getByRole('link', { name: 'Tiles', exact: true }).first().click();
      await button(page, locale, 'demand.proposal.withdraw').click();
      await dialog
        .getByRole('button', {
          name: say(locale, 'demand.proposal.withdraw'),
          exact: true,
        })
        .click();
      await stands(page, locale, 'enum.DemandProposalState.WITHDRAWN');
    });

    test('the operator sends a demand back with a note; what was mended and handed in again is refused or shown', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const need = await unverified(base, TITLES[locale]);
      const { owner } = need.firm;
      await take(owner.person, 'demandSubmit', need);
      await signIn(context, 'operator');
      await page.goto('/work/operation/demands');
      await page.locator(`a[href="/work/demands/${need.id}"]`).click();
      // Nobody publishes for an enterprise that was not verified, and the page says why.
      await expect(button(page, locale, 'enum.DemandTransition.PUBLISH')).toBeDisabled();
      await button(page, locale, 'enum.DemandTransition.RETURN').click();
      const dialog = page.getByRole('dialog');
      const send = dialog.getByRole('button', {
        name: say(locale, 'enum.DemandTransition.RETURN'),
        exact: true,
      });
      await send.click();
      const note = dialog.getByLabel(say(locale, 'demand.notes.text'), {
        exact: true,
      });
      await expect(note).toHaveAttribute('aria-invalid', 'true');
      await dialog.getByLabel(say(locale, 'demand.notes.field'), { exact: true }).selectOption('problem');
      await note.fill('How thick is the coating?');
      await send.click();
      await expect(dialog).toHaveCount(0);

      await enter(context, owner.email, owner.password);
      await page.goto(`/work/demands/${need.id}`);
      await expect(page.getByText('How thick is the coating?')).toBeVisible();
      await step(page, locale, 'SUBMIT');
      await stands(page, locale, 'enum.DemandState.SUBMITTED');

      await signIn(context, 'operator');
      await page.goto(`/work/demands/${need.id}`);
      await step(page, locale, 'REFUSE', async (dialog) => {
        await dialog
          .getByRole('button', {
            name: say(locale, 'enum.DemandTransition.REFUSE'),
            exact: true,
          })
          .click();
        await expect(dialog.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
        await dialog.getByRole('textbox').fill('Not a technical problem.');
      });
      await stands(page, locale, 'enum.DemandState.REFUSED');
      // Its owner reads why, and nobody else reads it at all.
      await enter(context, owner.email, owner.password);
      await page.goto(`/work/demands/${need.id}`);
      await expect(page.getByText('Not a technical problem.', { exact: true })).toBeVisible();
      await signIn(context, 'officer.fudan');
      await page.goto(`/work/demands/${need.id}`);
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
    });

    test('a demand is hidden and shown again, renewed, taken back and solved, each by whom it concerns', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const need = await published(base, TITLES[locale]);
      const { owner } = need.firm;
      await enter(context, owner.email, owner.password);
      await page.goto(`/work/demands/${need.id}`);
      await step(page, locale, 'RENEW');
      await expect(page.getByText(say(locale, 'demand.step.RENEW'), { exact: true })).toHaveCount(0);
      expect((await needOf(owner.person, need.id)).version).toBeGreaterThan(need.version);
      await step(page, locale, 'SUSPEND', (dialog) => dialog.getByRole('textbox').fill('We are moving.'));
      await stands(page, locale, 'enum.DemandState.SUSPENDED');
      await expect(page.getByText('We are moving.', { exact: true })).toBeVisible();
      // Meanwhile the world does not find it, and nobody but its owner brings it back.
      await signIn(context, 'officer.fudan');
      await page.goto(`/d/${need.id}`);
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
      await signIn(context, 'operator');
      await page.goto(`/work/demands/${need.id}`);
      await expect(button(page, locale, 'enum.DemandTransition.RESUME')).toBeDisabled();
      await enter(context, owner.email, owner.password);
      await page.goto(`/work/demands/${need.id}`);
      await step(page, locale, 'RESUME');
      await stands(page, locale, 'enum.DemandState.PUBLISHED');
      await step(page, locale, 'FULFILL');
      await stands(page, locale, 'enum.DemandState.FULFILLED');
      // What is over stays over.
      await expect(button(page, locale, 'enum.DemandTransition.RENEW')).toHaveCount(0);

      const other = await draft(need.firm, `${TITLES[locale]} 2`);
      await page.goto(`/work/demands/${other.id}`);
      await step(page, locale, 'WITHDRAW', (dialog) => dialog.getByRole('textbox').fill('Bought one.'));
      await stands(page, locale, 'enum.DemandState.WITHDRAWN');
    });

    test('E07 two problems become two demands: one part is approved, one is not, and nothing old is approved', async ({
      page,
      context,
      baseURL,
    }) => {
      const need = await published(String(baseURL), TITLES[locale]);
      const { owner } = need.firm;
      await enter(context, owner.email, owner.password);
      await page.goto(`/work/demands/${need.id}?part=splits`);
      await button(page, locale, 'demand.splits.propose').click();
      const dialog = page.getByRole('dialog');
      const go = dialog.getByRole('button', {
        name: say(locale, 'demand.splits.propose.go'),
        exact: true,
      });
      await go.click();
      await expect(dialog.getByText(say(locale, 'ui.required'), { exact: true })).toBeVisible();
      const kept = dialog.getByRole('group', {
        name: say(locale, 'enum.DemandSplitPartName.KEPT'),
        exact: true,
      });
      const other = dialog.getByRole('group', {
        name: say(locale, 'enum.DemandSplitPartName.SPLIT_OFF'),
        exact: true,
      });
      const title = say(locale, 'demand.field.title');
      await kept.getByLabel(title, { exact: true }).fill('Blisters only');
      await other.getByLabel(title, { exact: true }).fill('Rust below the blisters');
      await go.click();
      await expect(page).toHaveURL(/\/work\/splits\//);
      const split = page.url();
      // Nothing has happened yet.
      expect((await needOf(owner.person, need.id)).version).toBe(need.version);
      const parts = (name: string) => page.getByRole('region', { name: new RegExp(say(locale, name)) });
      const decide = async (part: string, what: 'approve' | 'reject') => {
        await parts(part)
          .getByRole('button', {
            name: say(locale, `demand.split.${what}`),
            exact: true,
          })
          .click();
        await dialog
          .getByRole('button', {
            name: say(locale, `demand.split.${what}`),
            exact: true,
          })
          .click();
      };
      await expect(parts('enum.DemandSplitPartName.KEPT').getByText('Blisters only').first()).toBeVisible();
      await decide('enum.DemandSplitPartName.SPLIT_OFF', 'approve');
      await expect(dialog).toHaveCount(0);
      await decide('enum.DemandSplitPartName.KEPT', 'reject');
      await expect(dialog).toHaveCount(0);
      await expect(
        page.getByText(say(locale, 'enum.DemandSplitState.DECIDED'), {
          exact: true,
        }),
      ).toBeVisible();
      await page
        .getByRole('link', {
          name: say(locale, 'demand.split.created'),
          exact: true,
        })
        .click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Rust below the blisters');
      await stands(page, locale, 'enum.DemandState.DRAFT');

      // Of what was changed since it was proposed nothing is approved; the changes have a page.
      const { version } = await needOf(owner.person, need.id);
      await owner.person.act('demandSplitPropose', {
        demandId: need.id,
        expectedVersion: version,
        kept: { title: { en: 'Noise' } },
        splitOff: { trlMin: 3 },
        idempotencyKey: randomUUID(),
      });
      await take(owner.person, 'demandUpdate', need, { trlMin: 5 });
      await page.goto(`/work/demands/${need.id}?part=splits`);
      await page.locator('a[href^="/work/splits/"]').first().click();
      await expect(page.getByText(say(locale, 'demand.split.old'), { exact: true })).toBeVisible();
      await decide('enum.DemandSplitPartName.KEPT', 'approve');
      await expect(dialog.getByText(say(locale, 'ui.stale'), { exact: true })).toBeVisible();
      await page.goto(`/work/demands/${need.id}?part=changes`);
      await expect(page.locator('main ins').filter({ hasText: '5' })).toBeVisible();
      // An office does not learn that anything is being split.
      await signIn(context, 'officer.fudan');
      await page.goto(split);
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
    });
  });
}
