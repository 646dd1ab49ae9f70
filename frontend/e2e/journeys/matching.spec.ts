import type { Locator } from '@playwright/test';

import { register } from '../firm';
import { axe, expect, LOCALES, say, settled, signIn, speak, test } from '../fixtures';
import { draft } from '../need';
import { button, enter, field, fill } from '../office';
import { Person } from '../person';

/** A problem to which the demo world has one answer. */
const PROBLEM = '传感节点的电池一年就没电，模数转换太费电，换一次电池要搭脚手架。';
const ANSWER = /模数转换器|analog-to-digital converter/;

/** The demand of the demo world that says so, and the listing that answers it. */
async function demo(baseURL: string): Promise<{ demand: string; listing: string; firm: string }> {
  const owner = await Person.enter(baseURL, 'owner.yuxin');
  const { demands } = await owner.ask<{ demands: { nodes: { id: string; organization: { name: string } }[] } }>(
    'query ($id: ID!) { demands(first: 1, filter: { organizationId: $id, states: [PUBLISHED] }) { nodes { id organization { name } } } }',
    { id: await owner.organization() },
  );
  const guest = await Person.guest(baseURL);
  const { searchListings } = await guest.ask<{ searchListings: { nodes: { id: string }[] } }>(
    '{ searchListings(query: "低功耗 模数转换器", first: 1) { nodes { id } } }',
  );
  const [demand, listing] = [demands.nodes[0], searchListings.nodes[0]];
  if (!demand || !listing) throw new Error('the demo world is not as it was');
  return { demand: demand.id, listing: listing.id, firm: demand.organization.name };
}

/** The numbers of a card's sum as they are shown, in hundredths: what is added, and what that comes to. */
async function sumOf(card: Locator): Promise<{ added: number; terms: number; score: number }> {
  const hundredths = (text: string) => Math.round(Number(text.replace(/[^\d.-]/g, '')) * 100);
  const body = (await card.locator('tbody td').allTextContents()).map(hundredths);
  const cut = await card.locator('tbody tr').filter({ hasText: '×' }).locator('td').allTextContents();
  const [score] = await card.locator('tfoot td').allTextContents();
  return {
    added: body.reduce((sum, value) => sum + value, 0),
    terms: cut.map(hundredths)[0] ?? 0,
    score: hundredths(score ?? ''),
  };
}

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('E08 an enterprise reads what fits its demand, why, and asks for a license from there', async ({
      page,
      context,
      baseURL,
    }) => {
      const { demand, listing } = await demo(String(baseURL));
      await signIn(context, 'owner.yuxin');
      await page.goto(`/work/demands/${demand}`);
      await page.getByRole('link', { name: say(locale, 'demand.part.matches'), exact: true }).click();
      await expect(page).toHaveURL(/part=matches/);
      const card = page.locator('main ol > li').first();
      await expect(card.getByRole('link', { name: ANSWER })).toHaveAttribute('href', `/a/${listing}`);
      await expect(card.getByText(say(locale, 'match.band.high'), { exact: true })).toBeVisible();
      await expect(card.getByText(say(locale, 'match.says.WORDS_yes'), { exact: true })).toBeVisible();
      await expect(card.locator('mark').first()).toBeVisible();
      // The conditions come first, and everything that it insists on is met; what is shown adds up to the score.
      const parts = card.getByRole('heading', { level: 3 });
      await expect(parts.first()).toHaveText(say(locale, 'match.conditions'));
      await expect(parts.nth(1)).toHaveText(say(locale, 'match.parts'));
      await expect(card.getByText(say(locale, 'match.outcome.PASS')).first()).toBeVisible();
      await expect(card.getByText(say(locale, 'match.outcome.FAIL'))).toHaveCount(0);
      const { added, score } = await sumOf(card);
      expect(score).toBeGreaterThan(400);
      expect(added).toBe(score);
      // Both are quoted where they say what they have in common, with the field that it stands in.
      const quotes = card.locator('dl').filter({ has: page.locator('q') });
      await expect(quotes.locator('q')).toHaveCount(2);
      await expect(quotes.locator('q mark').first()).toBeVisible();
      await expect(quotes).toContainText(say(locale, 'match.source.problem'));
      // Nobody is told that meanings were compared where they were not.
      await page.getByText(say(locale, 'match.origin'), { exact: true }).click();
      await expect(page.getByText(say(locale, 'match.origin.words'), { exact: true })).toBeVisible();
      await page.locator('main section > details:not(li details) > summary').click();
      // What happens to lie below the head of the page where it was scrolled to is not too small.
      await page.evaluate(() => scrollTo(0, 0));
      expect(await axe(page, { part: '#main' })).toEqual([]);
      await card.getByRole('link', { name: say(locale, 'match.apply'), exact: true }).click();
      await expect(page).toHaveURL(new RegExp(`/work/apply/${listing}`));

      // What an enterprise is offered is its own matter.
      await signIn(context, 'officer.fudan');
      await page.goto(`/work/demands/${demand}?part=matches`);
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
    });

    test('what a demand insists on and does not get is said with both values, and costs the score', async ({
      page,
      context,
      baseURL,
    }) => {
      const firm = await register(String(baseURL), '挑剔厂');
      const need = (change: object) => draft(firm, '节点太费电', { problem: { zh: PROBLEM }, ...change });
      const easy = await need({});
      const picky = await need({
        trlMin: 9,
        budget: { mode: 'RANGE', max: { currency: 'CNY', minorUnits: '100000' } },
        licenseKinds: ['EXCLUSIVE'],
      });
      await enter(context, firm.owner.email, firm.owner.password);
      const look = async (id: string) => {
        await page.goto(`/work/demands/${id}?part=matches`);
        await settled(page);
        await expect(page.locator('main ol > li').first()).toBeVisible();
        const card = page.locator('main ol > li').filter({ has: page.getByRole('link', { name: ANSWER }) });
        const rest = page.locator('main section > details:not(li details) > summary');
        if ((await rest.count()) > 0) await rest.click();
        const folded = card.getByText(say(locale, 'match.why'), { exact: true });
        if ((await folded.count()) > 0) await folded.click();
        return card;
      };
      const fits = await look(easy.id);
      await expect(fits.getByRole('region', { name: say(locale, 'match.bridges'), exact: true })).toHaveCount(0);
      const met = await sumOf(fits);
      // What is merely wished for stands apart, and looks like no failure.
      const wished = await look((await need({ preferredRegions: ['320000'] })).id);
      const wishes = wished.getByRole('region', { name: say(locale, 'match.wishes'), exact: true });
      await expect(wishes).toContainText(fill(locale, 'match.wishes.count', { met: '0', all: '1' }));
      await expect(wishes.getByRole('listitem')).toHaveCount(1);
      await expect(wishes.getByRole('listitem')).toContainText(say(locale, 'match.wish.FAIL'));
      await expect(wished.getByText(say(locale, 'match.outcome.FAIL'))).toHaveCount(0);
      expect((await sumOf(wished)).score).toBeLessThan(met.score);
      expect(await axe(page, { part: '#main' })).toEqual([]);
      const card = await look(picky.id);
      const against = card.getByRole('region', { name: say(locale, 'match.conditions'), exact: true });
      await expect(against.getByText(say(locale, 'match.outcome.FAIL')).first()).toBeVisible();
      await expect(against).toContainText(/TRL 6.*TRL 9/);
      await expect(against).toContainText(/¥1,000/);
      // How it would get ready enough: the cheapest way over platforms, then the fastest, each with its steps.
      const bridges = card.getByRole('region', { name: say(locale, 'match.bridges'), exact: true });
      const ways = bridges.locator('details');
      await expect(ways).toHaveCount(2);
      await expect(ways.first()).toContainText(say(locale, 'enum.MatchBridgeMerit.CHEAPEST'));
      await expect(ways.first()).toContainText(
        locale === 'en'
          ? 'From level 6 to level 9: two steps, 36 to 54 weeks, CNY 800,000 to CNY 1,400,000.'
          : '从6级到9级：两步，36至54周，80万元至140万元。',
      );
      await expect(ways.last()).toContainText(say(locale, 'enum.MatchBridgeMerit.FASTEST'));
      await ways.first().locator('summary').click();
      await expect(ways.first().getByRole('listitem')).toHaveCount(2);
      await expect(ways.first().getByRole('listitem').first()).toContainText(
        /(智能装备与光电中试基地|Pilot Base for Smart Equipment).*(杨浦区|Yangpu)/,
      );
      await expect(ways.first().getByRole('link').first()).toHaveAttribute('href', /\/platforms\//);
      expect(await axe(page, { part: '#main' })).toEqual([]);
      const missed = await sumOf(card);
      expect(missed.terms).toBeLessThan(0);
      expect(missed.added).toBe(missed.score);
      expect(met.added).toBe(met.score);
      expect(missed.score).toBeLessThan(met.score);
    });

    test('an office reads whom its achievement would help, and proposes it without learning who that is', async ({
      page,
      context,
      baseURL,
    }) => {
      const { demand, listing, firm } = await demo(String(baseURL));
      await signIn(context, 'head.fudan');
      await page.goto(`/work/listings/${listing}`);
      await page.getByRole('link', { name: say(locale, 'listing.page.matches'), exact: true }).click();
      const card = page.locator('main ol > li').filter({ has: page.locator(`a[href="/d/${demand}"]`) });
      await expect(card.getByText(say(locale, 'match.band.high'), { exact: true })).toBeVisible();
      await expect(card.getByText(say(locale, 'demand.owner.hidden'), { exact: true })).toBeVisible();
      expect(await page.locator('main').textContent()).not.toContain(firm);
      await card.getByRole('link', { name: say(locale, 'match.propose'), exact: true }).click();
      await expect(page).toHaveURL(new RegExp(`/work/propose/${demand}`));
      await expect(field(page, locale, 'demand.proposal.listing')).toHaveValue(listing);

      // Another office is not told whom this one could help.
      await signIn(context, 'head.tongji');
      await page.goto(`/work/listings/${listing}?tab=matches`);
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
    });

    test('E08 what does not fit is put aside with a reason, in this demand only, and comes back', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const firm = await register(base, '挑选厂');
      const need = await draft(firm, '节点太费电', { problem: { zh: PROBLEM } });
      const other = await draft(firm, '另一批节点太费电', { problem: { zh: PROBLEM } });
      const { listing } = await demo(base);
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto(`/work/demands/${need.id}?part=matches`);
      const answer = page.locator('main ol > li').filter({ has: page.locator(`a[href="/a/${listing}"]`) });
      const opinion = answer.getByRole('group', { name: say(locale, 'match.feedback'), exact: true });
      const press = (within: Locator, id: string) =>
        within.getByRole('button', { name: say(locale, id), exact: true }).click();
      await press(opinion, 'enum.MatchVerdict.INTERESTED');
      await expect(opinion.getByText(say(locale, 'enum.MatchVerdict.INTERESTED'), { exact: true })).toBeVisible();
      // What is looked at stands in the address, and going back goes back.
      const tabs = page.getByRole('navigation', { name: say(locale, 'match.show'), exact: true });
      const show = (id: string) => tabs.getByRole('link', { name: say(locale, `match.show.${id}`) }).click();
      await show('liked');
      await expect(page).toHaveURL(/show=liked/);
      await expect(page.locator('main ol > li')).toHaveCount(1);
      await expect(answer).toHaveCount(1);
      await show('new');
      await expect(answer).toHaveCount(0);
      await page.goBack();
      await expect(answer).toHaveCount(1);
      await show('all');
      await page.getByLabel(say(locale, 'match.order'), { exact: true }).selectOption('newest');
      await expect(page).toHaveURL(/order=newest/);
      await page.goto(`/work/demands/${need.id}?part=matches`);
      await press(opinion, 'match.feedback.withdraw');
      await expect(
        opinion.getByRole('button', { name: say(locale, 'enum.MatchVerdict.INTERESTED'), exact: true }),
      ).toBeVisible();

      await press(opinion, 'match.pass');
      const dialog = page.getByRole('dialog');
      await press(dialog, 'match.pass.go');
      await expect(dialog.getByText(say(locale, 'ui.required'), { exact: true })).toBeVisible();
      await dialog.getByRole('radio', { name: say(locale, 'enum.MatchVerdict.OTHER'), exact: true }).check();
      await press(dialog, 'match.pass.go');
      await expect(dialog.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
      expect(await axe(page, { part: 'dialog[open]' })).toEqual([]);
      await dialog.getByRole('radio', { name: say(locale, 'enum.MatchVerdict.TOO_EARLY'), exact: true }).check();
      await press(dialog, 'match.pass.go');
      await expect(dialog).toHaveCount(0);
      await expect(answer).toHaveCount(0);

      // Why it is not there is said to whoever looks for it, by its name or its address.
      const lookup = page.getByRole('region', { name: say(locale, 'match.whyNot'), exact: true });
      const ask = async (text: string) => {
        await lookup.getByRole('searchbox').fill(text);
        await press(lookup, 'demand.list.find.go');
      };
      await ask('zzzz');
      await expect(
        lookup.getByText(fill(locale, 'match.whyNot.noName', { name: 'zzzz' }), { exact: true }),
      ).toBeVisible();
      // What the search brings up, and is not called so, is not offered.
      await ask('石墨烯防腐涂层');
      await expect(lookup.getByRole('status').getByRole('button')).toHaveCount(0);
      await ask('模数转换器');
      await lookup.getByRole('button', { name: ANSWER }).click();
      await expect(lookup.getByRole('status').locator('b').first()).toBeVisible();
      await ask(`${base}/a/${listing}`);
      await expect(lookup.getByRole('heading', { name: say(locale, 'match.conditions'), exact: true })).toBeVisible();
      expect(await axe(page, { part: '#main' })).toEqual([]);

      // The other demand has it still; and here it can be put back.
      await page.goto(`/work/demands/${other.id}?part=matches`);
      await expect(answer).toHaveCount(1);
      await page.goto(`/work/demands/${need.id}?part=matches`);
      await settled(page);
      await expect(answer).toHaveCount(0);
      await show('refused');
      await expect(
        page.getByRole('main').getByText(say(locale, 'enum.MatchVerdict.TOO_EARLY'), { exact: true }),
      ).toBeVisible();
      await show('all');
      const aside = page.locator('main section > details').filter({ has: page.locator(`a[href="/a/${listing}"]`) });
      await aside.locator('summary').click();
      await expect(aside.getByText(say(locale, 'enum.MatchVerdict.TOO_EARLY'), { exact: true })).toBeVisible();
      await press(aside, 'match.refused.back');
      await expect(answer).toHaveCount(1);

      // What one enterprise thinks is nothing that its office could read.
      await signIn(context, 'head.fudan');
      await page.goto(`/work/listings/${listing}?tab=matches`);
      await settled(page);
      await expect(page.getByText(say(locale, 'match.counts'), { exact: true })).toHaveCount(0);
    });

    test('whoever writes a demand finds what is there already, or learns that nothing is', async ({
      page,
      context,
      baseURL,
    }) => {
      const firm = await register(String(baseURL), '先找厂');
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto('/work/demands/new');
      const panel = page.getByRole('region', { name: say(locale, 'match.existing'), exact: true });
      const go = panel.getByRole('button');
      await expect(go).toBeDisabled();
      await expect(panel.getByText(say(locale, 'match.existing.short'), { exact: true })).toBeVisible();
      await field(page, locale, 'demand.field.title').fill('zzzz');
      await go.click();
      await expect(panel.getByRole('status').locator('p').first()).toBeVisible();
      await expect(panel.getByRole('status').getByRole('link')).toHaveCount(0);
      await field(page, locale, 'demand.field.problem').fill(PROBLEM);
      await button(page, locale, 'match.existing.again').click();
      await expect(panel.getByRole('link', { name: ANSWER })).toBeVisible();
      expect(await axe(page, { part: '#main' })).toEqual([]);
      // What was typed is still there: the achievement opens beside it.
      const [beside] = await Promise.all([context.waitForEvent('page'), panel.getByRole('link').first().click()]);
      await expect(beside).toHaveURL(/\/a\//);
      await beside.close();
      await expect(field(page, locale, 'demand.field.problem')).toHaveValue(PROBLEM);
    });
  });
}
