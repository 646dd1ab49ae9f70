import { expect, LOCALES, say, speak, test } from '../fixtures';

const EMAIL = 'owner.yuxin@demo.lianqiao.example';
const PASSWORD = 'lianqiao-demo-2026';

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('E04 in, seen in the other tab, and out of both', async ({ page, context }) => {
      await page.goto('/achievements?chain=GREEN');
      await page.getByRole('link', { name: say(locale, 'account.signIn'), exact: true }).click();
      await page.getByLabel(say(locale, 'account.email'), { exact: true }).fill(EMAIL);
      await page.getByLabel(say(locale, 'account.password'), { exact: true }).fill('wrong password');
      const go = page.getByRole('main').getByRole('button', { name: say(locale, 'account.signIn'), exact: true });
      await go.click();
      await expect(page.getByRole('alert')).toBeVisible();
      await expect(page.getByLabel(say(locale, 'account.email'), { exact: true })).toHaveValue(EMAIL);
      await page.getByLabel(say(locale, 'account.password'), { exact: true }).fill(PASSWORD);
      await go.click();
      await expect(page).toHaveURL(/\/achievements\?chain=GREEN/);
      const menu = page.getByRole('button', { name: locale === 'en' ? /^Account of/ : /账号菜单$/ });
      await expect(menu).toBeVisible();

      const second = await context.newPage();
      await second.goto('/account');
      await expect(
        second.getByRole('listitem').filter({ hasText: say(locale, 'account.sessions.this') }),
      ).toBeVisible();
      await menu.click();
      await page.keyboard.press('Escape');
      await expect(menu).toBeFocused();
      await menu.click();
      await page.getByRole('button', { name: say(locale, 'account.signOut') }).click();
      await expect(page.getByRole('link', { name: say(locale, 'account.signIn'), exact: true })).toBeVisible();
      await expect(
        second.getByRole('link', { name: say(locale, 'account.signIn'), exact: true }).first(),
      ).toBeVisible();
      await second.close();
    });

    test('E04 signing up shows what is wrong where it is wrong, and keeps what was typed', async ({ page }) => {
      await page.goto('/register');
      const form = page.getByRole('main');
      await form.getByLabel(say(locale, 'account.name'), { exact: true }).fill('王小明');
      await form.getByLabel(say(locale, 'account.email'), { exact: true }).fill('not an address');
      await form.getByLabel(say(locale, 'account.password'), { exact: true }).fill('short');
      await form.getByRole('button', { name: say(locale, 'account.signUp.go'), exact: true }).click();
      await expect(form.locator('[aria-invalid=true]').first()).toBeVisible();
      await expect(form.getByLabel(say(locale, 'account.name'), { exact: true })).toHaveValue('王小明');
      await form
        .getByLabel(say(locale, 'account.email'), { exact: true })
        .fill(`new.${locale.toLowerCase()}.${Date.now()}@example.com`);
      await form
        .getByLabel(say(locale, 'account.password'), { exact: true })
        .fill('forsythia blooms before its leaves');
      await form.getByRole('button', { name: say(locale, 'account.signUp.go'), exact: true }).click();
      await expect(page.getByRole('heading', { name: say(locale, 'account.sent.title') })).toBeVisible();
      await page.getByRole('button', { name: say(locale, 'account.sent.resend') }).click();
      await expect(page.getByText(say(locale, 'account.sent.again'))).toBeVisible();
    });

    test('links that are not good any more say so', async ({ page }) => {
      await page.goto('/reset-password?token=nonsense');
      await page
        .getByLabel(say(locale, 'account.password.new'), { exact: true })
        .fill('forsythia blooms before its leaves');
      await page.getByRole('button', { name: say(locale, 'account.reset.set') }).click();
      await expect(page.locator('[role=alert], [aria-invalid=true]').first()).toBeVisible();
      await page.goto('/reset-password');
      await page.getByLabel(say(locale, 'account.email'), { exact: true }).fill('nobody@example.com');
      await page.getByRole('button', { name: say(locale, 'account.reset.go') }).click();
      await expect(page.getByText(locale === 'en' ? 'If nobody@example.com' : '如果 nobody@example.com')).toBeVisible();
    });

    test('links of others stay in the house', async ({ page }) => {
      await page.goto('/login?to=//evil.example/');
      await page.getByLabel(say(locale, 'account.email'), { exact: true }).fill('member.yuxin@demo.lianqiao.example');
      await page.getByLabel(say(locale, 'account.password'), { exact: true }).fill(PASSWORD);
      await page
        .getByRole('main')
        .getByRole('button', { name: say(locale, 'account.signIn'), exact: true })
        .click();
      await expect(page.getByRole('button', { name: locale === 'en' ? /^Account of/ : /账号菜单$/ })).toBeVisible();
      await expect(page).toHaveURL((url) => url.pathname === '/');
    });
  });
}
