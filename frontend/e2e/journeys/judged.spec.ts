import { expect, LOCALES, say, signIn, speak, test } from '../fixtures';
import { pitched, published } from '../need';
import { button, enter, field } from '../office';

// A proposal that is not one's own has a page that says so.
test.use({ allowErrors: /status of 404/ });

const TITLES = { 'zh-CN': '涂层起泡', en: 'Blisters again' } as const;

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('an enterprise sorts a proposal and says what it thinks of it, and the office reads none of it', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const need = await published(base, TITLES[locale]);
      const { owner } = need.firm;
      await pitched(base, need, 'officer.fudan', 'Judged sol-gel');
      await enter(context, owner.email, owner.password);
      await page.goto(`/work/demands/${need.id}?part=proposals&stage=NEW`);
      await page.getByRole('link', { name: 'Judged sol-gel', exact: true }).click();
      const told = page.url();

      // Points for all three, or none are sent.
      await button(page, locale, 'demand.review.give').click();
      const dialog = page.getByRole('dialog');
      const save = dialog.getByRole('button', { name: say(locale, 'demand.review.go'), exact: true });
      await field(page, locale, 'demand.review.fit').selectOption('5');
      await field(page, locale, 'demand.review.readiness').selectOption('3');
      await save.click();
      await expect(field(page, locale, 'demand.review.effort')).toHaveAttribute('aria-invalid', 'true');
      await field(page, locale, 'demand.review.effort').selectOption('4');
      await field(page, locale, 'demand.review.note').fill('Worth a visit.');
      await save.click();
      await expect(dialog).toHaveCount(0);
      const judged = page.getByRole('region', { name: say(locale, 'demand.reviews'), exact: true });
      await expect(judged.getByText('Worth a visit.', { exact: true })).toBeVisible();

      // One click there and one back, by the keyboard as well.
      const stage = (name: string) => button(page, locale, `enum.DemandProposalStage.${name}`);
      await stage('SET_ASIDE').click();
      await expect(stage('SET_ASIDE')).toHaveAttribute('aria-pressed', 'true');
      await stage('SHORTLISTED').focus();
      await page.keyboard.press('Enter');
      await expect(stage('SHORTLISTED')).toHaveAttribute('aria-pressed', 'true');
      await page.goto(`/work/demands/${need.id}?part=proposals&stage=SET_ASIDE`);
      await expect(page.getByText(say(locale, 'demand.proposals.filtered'), { exact: true })).toBeVisible();
      await page.goto(`/work/demands/${need.id}?part=proposals&stage=SHORTLISTED`);
      await page.getByRole('link', { name: 'Judged sol-gel', exact: true }).click();

      await button(page, locale, 'demand.review.withdraw').click();
      await dialog.getByRole('button', { name: say(locale, 'demand.review.withdraw.go'), exact: true }).click();
      await expect(judged.getByText(say(locale, 'demand.reviews.none'), { exact: true })).toBeVisible();
      await page.setViewportSize({ width: 375, height: 800 });
      const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
      expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);

      await signIn(context, 'officer.fudan');
      await page.goto(told);
      await expect(page.getByRole('heading', { name: 'Judged sol-gel', exact: true })).toBeVisible();
      await expect(judged).toHaveCount(0);
    });
  });
}
