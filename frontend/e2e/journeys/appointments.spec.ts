import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';

import { appointed, applied, appointing, begun, candidate, day } from '../advising';
import { expect, LOCALES, say, settled, signIn, speak, test, type Locale } from '../fixtures';
import { verified } from '../firm';
import { button, enter, field, fill } from '../office';
import { Person } from '../person';

const inside = (page: Page, locale: Locale, id: string) =>
  page.getByRole('dialog').getByRole('button', { name: say(locale, id), exact: true });
const input = (page: Page, locale: Locale, id: string) =>
  page.getByRole('dialog').getByLabel(say(locale, id), { exact: true });
const stands = (page: Page, locale: Locale, id: string) =>
  expect(page.getByText(say(locale, id), { exact: true }).first()).toBeVisible();

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));
    test.setTimeout(120_000);

    test('somebody applies, declares ties, and is appointed only when they are confirmed', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const someone = await candidate(base, `Applicant ${locale}`);
      await enter(context, someone.email, someone.password);
      await page.goto('/work/advising/profile');
      await field(page, locale, 'advising.profile.about.zh').fill('十年产线经验。');
      const picker = (id: string) => page.getByRole('combobox', { name: say(locale, id), exact: true });
      const chips = (id: string) =>
        page
          .getByRole('list', { name: fill(locale, 'ui.codes.chosen', { label: say(locale, id) }) })
          .getByRole('button');
      // What is no code is not sent without a word, and not lost.
      await picker('advising.profile.ipc').fill('not a symbol');
      await button(page, locale, 'advising.profile.apply').press('Enter');
      await expect(picker('advising.profile.ipc')).toHaveAttribute('aria-invalid', 'true');
      await expect(picker('advising.profile.ipc')).toHaveValue('not a symbol');
      // By name, and pasted out of a table.
      await picker('advising.profile.ipc').fill('涂料');
      await page.getByRole('option', { name: /^C09D\s/ }).click();
      await expect(chips('advising.profile.ipc')).toHaveText([/C09D/]);
      await picker('advising.profile.regions').fill('310110 310115');
      await picker('advising.profile.regions').press('Tab');
      await expect(chips('advising.profile.regions')).toHaveText([/310110/, /310115/]);
      await button(page, locale, 'advising.profile.apply').click();
      await stands(page, locale, 'enum.AdvisorState.APPLIED');
      await field(page, locale, 'advising.profile.capacity').fill('4');
      await button(page, locale, 'advising.profile.save').click();
      await expect(page.getByRole('status').getByText(say(locale, 'advising.profile.saved'))).toBeVisible();

      // The operator looks into it; nobody is appointed who has not said that the declared ties are all.
      const { viewerAdvisor } = await someone.person.ask<{ viewerAdvisor: { id: string } }>('{ viewerAdvisor { id } }');
      const operator = await Person.enter(base, 'operator');
      await signIn(context, 'operator');
      await page.goto('/work/operation/advisors?show=waiting');
      await page.getByRole('link', { name: someone.name, exact: true }).click();
      await button(page, locale, 'enum.AdvisorTransition.VET').click();
      await inside(page, locale, 'enum.AdvisorTransition.VET').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      const appoint = async () => {
        await button(page, locale, 'enum.AdvisorTransition.APPOINT').click();
        await input(page, locale, 'advising.appointment.until').fill(day(500));
        await inside(page, locale, 'enum.AdvisorTransition.APPOINT').click();
      };
      await appoint();
      await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();

      await enter(context, someone.email, someone.password);
      await page.goto('/work/advising/profile');
      await button(page, locale, 'advising.ties.declare').click();
      await input(page, locale, 'advising.partner.find').fill('同济');
      await inside(page, locale, 'advising.partner.go').click();
      await page
        .getByRole('dialog')
        .getByRole('radio', { name: /同济|Tongji/ })
        .first()
        .check();
      await inside(page, locale, 'advising.ties.send').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await button(page, locale, 'advising.ties.declare').click();
      await input(page, locale, 'advising.ties.name').fill('My brother’s paint shop');
      await inside(page, locale, 'advising.ties.send').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await stands(page, locale, 'advising.ties.inWords');
      // Whom a tie bars does not lift the bar: an operator does, and then all has to be confirmed anew.
      await expect(button(page, locale, 'advising.ties.withdraw')).toHaveCount(0);
      await signIn(context, 'operator');
      await page.goto(`/work/operation/advisors/${viewerAdvisor.id}`);
      const tongji = page.getByRole('listitem').filter({ hasText: /同济|Tongji/ });
      await tongji.getByRole('button', { name: say(locale, 'advising.ties.withdraw'), exact: true }).click();
      await inside(page, locale, 'advising.ties.withdraw').click();
      await stands(page, locale, 'advising.ties.withdrawn');
      await enter(context, someone.email, someone.password);
      await page.goto('/work/advising/profile');
      await button(page, locale, 'advising.ties.confirm').click();
      await inside(page, locale, 'advising.ties.confirm').click();
      await expect(page.getByText(say(locale, 'advising.ties.unconfirmed'))).toHaveCount(0);

      await signIn(context, 'operator');
      await page.goto(`/work/operation/advisors/${viewerAdvisor.id}`);
      await appoint();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await stands(page, locale, 'enum.AdvisorState.ACTIVE');
      // Who gives out cases is told to read the tie that names nobody on the platform.
      await page.goto('/work/operation/assignment');
      const desk = page.getByRole('row').filter({ hasText: someone.name });
      await desk.locator(`a[href*="${viewerAdvisor.id}#"]`).click();
      await expect(page).toHaveURL(new RegExp(viewerAdvisor.id));
      await expect(page.getByText('My brother’s paint shop')).toBeVisible();
      for (const [name, state] of [
        ['PAUSE', 'PAUSED'],
        ['RESUME', 'ACTIVE'],
      ]) {
        await button(page, locale, `enum.AdvisorTransition.${name}`).click();
        await inside(page, locale, `enum.AdvisorTransition.${name}`).click();
        await stands(page, locale, `enum.AdvisorState.${state}`);
      }
      await button(page, locale, 'enum.AdvisorTransition.RENEW').click();
      await inside(page, locale, 'enum.AdvisorTransition.RENEW').click();
      const until = input(page, locale, 'advising.appointment.until');
      await expect(until).toHaveAttribute('aria-invalid', 'true');
      await until.fill(day(9000));
      await inside(page, locale, 'enum.AdvisorTransition.RENEW').click();
      await expect(until).toHaveAttribute('aria-invalid', 'true');
      await until.fill(day(600));
      await inside(page, locale, 'enum.AdvisorTransition.RENEW').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await button(page, locale, 'enum.AdvisorTransition.REMOVE').click();
      await inside(page, locale, 'enum.AdvisorTransition.REMOVE').click();
      await expect(page.getByRole('dialog').getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
      await page.getByRole('dialog').getByRole('textbox').fill('Hid a tie.');
      await inside(page, locale, 'enum.AdvisorTransition.REMOVE').click();
      await stands(page, locale, 'enum.AdvisorState.REMOVED');
      await expect(operator.ask('{ viewer { user { id } } }')).resolves.toBeTruthy();
    });

    test('an enterprise finds an advisor, gives a mandate, and both see it', async ({ page, context, baseURL }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, `Trusted ${locale}`);
      const firm = await verified(base, '上海远帆临港新材料有限公司');
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto('/work/advisors');
      await page
        .getByRole('button', { name: fill(locale, 'advising.mandate.grant.to', { name: counsel.name }), exact: true })
        .click();
      for (const box of await page.getByRole('dialog').getByRole('checkbox').all()) await box.uncheck();
      await input(page, locale, 'advising.mandate.until').fill(day(30));
      await inside(page, locale, 'advising.mandate.grant').click();
      await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
      await page.getByRole('dialog').getByRole('checkbox').first().check();
      await inside(page, locale, 'advising.mandate.grant').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);

      await enter(context, counsel.email, counsel.password);
      await page.goto('/work/advising/clients');
      await expect(page.getByText(firm.name).first()).toBeVisible();
      const { mandates } = await counsel.person.ask<{ mandates: { nodes: { id: string }[] } }>(
        '{ mandates(first: 1) { nodes { id } } }',
      );
      await page.goto(`/work/mandates/${mandates.nodes[0]?.id}`);
      await stands(page, locale, 'enum.MandateState.ACTIVE');
    });

    test('the calendar has what is due, and is walked with the arrows', async ({ page, context, baseURL }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Dated');
      const made = await begun(base, counsel, 'Dated case');
      await counsel.person.act('caseTaskAdd', {
        caseId: made.id,
        title: 'Bring a sample',
        dueOn: day(1),
        idempotencyKey: randomUUID(),
      });
      await enter(context, counsel.email, counsel.password);
      await page.goto('/work/advising/calendar');
      await settled(page);
      await expect(page.getByRole('link', { name: /Bring a sample/ }).first()).toBeVisible();
      const today = page.locator('[aria-current=date]');
      await today.focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowLeft');
      await expect(today).toBeFocused();
      await page.keyboard.press('PageDown');
      await expect(page).toHaveURL(/month=\d{4}-\d{2}/);
      await button(page, locale, 'advising.calendar.today').click();
      await expect(page).not.toHaveURL(/month=/);
    });

    test('somebody struck off has no board any more, and one who only applied gets no case', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const waiting = await applied(base, `Waiting ${locale}`);
      await appointing(await Person.enter(base, 'operator'), 'advisorVet', waiting.id);
      await enter(context, waiting.email, waiting.password);
      await page.goto('/work/advising');
      await stands(page, locale, 'advising.board.first');
      await signIn(context, 'officer.fudan');
      await page.goto('/work/advisors');
      await settled(page);
      await expect(page.getByText(`Waiting ${locale}`, { exact: true })).toHaveCount(0);
    });
  });
}
