import type { Page } from '@playwright/test';

import { appointed, begun } from '../advising';
import { expect, LOCALES, say, settled, speak, test, violations, type Locale } from '../fixtures';
import { needOf, take } from '../need';
import { button, enter } from '../office';

/** A problem to which the demo world has one answer. */
const PROBLEM = '传感节点的电池一年就没电，模数转换太费电，换一次电池要搭脚手架。';
const ANSWER = /模数转换器|analog-to-digital converter/;
const ANOTHER = /电解液|electrolyte/;

const list = (page: Page, locale: Locale) =>
  page.getByRole('region', { name: say(locale, 'advising.shortlist'), exact: true });
const inside = (page: Page, locale: Locale, id: string) =>
  page.getByRole('dialog').getByRole('button', { name: say(locale, id), exact: true });
const input = (page: Page, locale: Locale, id: string) =>
  page.getByRole('dialog').getByLabel(say(locale, id), { exact: true });
const closed = (page: Page) => expect(page.getByRole('dialog')).toHaveCount(0);

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.setTimeout(120_000);
    test.beforeEach(({ context }) => speak(context, locale));

    test('an advisor picks with reasons and sends, the client answers, and an introduction follows', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Picking');
      const made = await begun(base, counsel, 'Flat batteries');
      const { owner } = made.firm;
      await take(owner.person, 'demandUpdate', await needOf(owner.person, made.demand), { problem: { zh: PROBLEM } });
      const address = `/work/cases/${made.id}`;

      // By searching: a reason is needed, in either language.
      await enter(context, counsel.email, counsel.password);
      await page.goto(address);
      const seek = async () => {
        await button(page, locale, 'advising.shortlist.add').click();
        await input(page, locale, 'advising.shortlist.find').fill('电解液');
        await page.keyboard.press('Enter');
        await page.getByRole('dialog').getByRole('radio', { name: ANOTHER }).first().check();
      };
      await seek();
      await inside(page, locale, 'advising.shortlist.put').click();
      await expect(input(page, locale, 'advising.shortlist.reason.zh')).toHaveAttribute('aria-invalid', 'true');
      await input(page, locale, 'advising.shortlist.reason.zh').fill('先放一放');
      await inside(page, locale, 'advising.shortlist.put').click();
      await closed(page);
      // What was put there too soon is taken off again.
      await list(page, locale)
        .getByRole('button', { name: say(locale, 'advising.shortlist.remove'), exact: true })
        .click();
      await expect(list(page, locale).getByText('先放一放')).toHaveCount(0);
      await seek();
      await input(page, locale, 'advising.shortlist.reason.en').fill('Keeps its capacity in the cold');
      await inside(page, locale, 'advising.shortlist.put').click();
      await closed(page);
      await expect(list(page, locale).getByText('Keeps its capacity in the cold')).toBeVisible();

      // From the matches of the demand.
      await page.goto(`/work/demands/${made.demand}?part=matches`);
      const card = page
        .getByRole('listitem')
        .filter({ has: page.getByRole('link', { name: ANSWER }) })
        .first();
      await card.getByRole('button', { name: say(locale, 'match.pick.add'), exact: true }).click();
      await input(page, locale, 'advising.shortlist.reason.zh').fill('采样功耗低，可直接替换');
      await inside(page, locale, 'advising.shortlist.put').click();
      await closed(page);
      await expect(card.getByText(say(locale, 'match.pick.waiting'), { exact: true })).toBeVisible();

      // The client sees nothing of it yet.
      await enter(context, owner.email, owner.password);
      await page.goto(address);
      await expect(list(page, locale).getByText(say(locale, 'advising.shortlist.none'))).toBeVisible();

      // Ordered, and sent with a word why there are no more.
      await enter(context, counsel.email, counsel.password);
      await page.goto(address);
      const up = list(page, locale).getByRole('button', { name: say(locale, 'advising.shortlist.up'), exact: true });
      await up.last().click();
      await expect(list(page, locale).getByRole('listitem').first()).toContainText('采样功耗低，可直接替换');
      await settled(page);
      expect(await violations(page)).toEqual([]);
      await button(page, locale, 'advising.shortlist.send').click();
      await input(page, locale, 'advising.shortlist.minutes').fill('90');
      await inside(page, locale, 'advising.shortlist.send.go').click();
      await expect(input(page, locale, 'advising.shortlist.why')).toHaveAttribute('aria-invalid', 'true');
      await input(page, locale, 'advising.shortlist.why').fill('Only these two meet the target.');
      await inside(page, locale, 'advising.shortlist.send.go').click();
      await closed(page);
      await expect(list(page, locale).getByText('Only these two meet the target.')).toBeVisible();
      await expect(list(page, locale).getByText(say(locale, 'advising.shortlist.unanswered'))).toHaveCount(2);

      // The client reads the reasons, on the matches too, and answers.
      await enter(context, owner.email, owner.password);
      await page.goto(`/work/demands/${made.demand}?part=matches`);
      await expect(card.getByText(say(locale, 'match.pick'), { exact: true })).toBeVisible();
      await expect(card.getByText('采样功耗低，可直接替换')).toBeVisible();
      await page.goto(address);
      const lines = list(page, locale).getByRole('listitem');
      await lines
        .nth(1)
        .getByRole('button', { name: say(locale, 'match.pass'), exact: true })
        .click();
      await page
        .getByRole('dialog')
        .getByRole('radio', { name: say(locale, 'enum.MatchVerdict.WRONG_FIELD') })
        .check();
      await inside(page, locale, 'advising.shortlist.answer.go').click();
      await closed(page);
      await lines
        .first()
        .getByRole('button', { name: say(locale, 'enum.MatchVerdict.INTERESTED'), exact: true })
        .click();
      await input(page, locale, 'advising.shortlist.note').fill('Please arrange a call.');
      await inside(page, locale, 'advising.shortlist.answer.go').click();
      await closed(page);
      await expect(lines.first().getByText('Please arrange a call.')).toBeVisible();
      await settled(page);
      expect(await violations(page)).toEqual([]);

      // What interests the client is introduced, with its office chosen.
      await enter(context, counsel.email, counsel.password);
      await page.goto(address);
      await lines
        .first()
        .getByRole('button', { name: say(locale, 'advising.introductions.add'), exact: true })
        .click();
      await input(page, locale, 'advising.introductions.note').fill('They have a converter that may do.');
      await input(page, locale, 'advising.introductions.agreed').check();
      await inside(page, locale, 'advising.introductions.save').click();
      await closed(page);
      await expect(page.getByText(say(locale, 'enum.IntroductionState.RECORDED'), { exact: true })).toBeVisible();
    });
  });
}
