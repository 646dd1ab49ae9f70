import type { Browser, BrowserContext, Page } from '@playwright/test';
import { createHmac } from 'node:crypto';

import { expect, LOCALES, say, speak, test, violations, type Locale } from '../fixtures';
import { button, field, mailed } from '../office';
import { newcomer, Person, signUp, type Newcomer } from '../person';

/** What an authenticator shows for a secret now (RFC 6238: SHA-1, six digits, thirty seconds). */
function totp(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/[\s=]/g, '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'));
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Through the door; with a second factor, as far as the question for the code. */
async function knock(page: Page, locale: Locale, who: Newcomer, to = '/account'): Promise<void> {
  await page.goto(`/login?to=${encodeURIComponent(to)}`);
  await field(page, locale, 'account.email').fill(who.email);
  await field(page, locale, 'account.password').fill(who.password);
  await page
    .getByRole('main')
    .getByRole('button', { name: say(locale, 'account.signIn'), exact: true })
    .click();
}

async function elsewhere(browser: Browser, baseURL: string | undefined, locale: Locale): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: baseURL ?? '' });
  await speak(context, locale);
  return context;
}

const wrong = (page: Page) => page.locator('#main [role=alert], #main [aria-invalid=true]').first();

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('E04 an address is verified by its link, once, by whoever knows the password', async ({ page, baseURL }) => {
      const who = await signUp(baseURL ?? '', 'Newcomer');
      const link = await mailed(who.email, '/verify-email');
      await page.goto(link);
      await field(page, locale, 'account.password').fill('somebody else');
      await button(page, locale, 'account.verify.go').click();
      await expect(wrong(page)).toBeVisible();
      await field(page, locale, 'account.password').fill(who.password);
      await button(page, locale, 'account.verify.go').click();
      await expect(page.getByRole('heading', { name: say(locale, 'account.verify.done') })).toBeVisible();
      await knock(page, locale, who);
      await expect(page.getByText(who.email)).toBeVisible();
    });

    test('E04 sessions elsewhere end: one, and then all of them', async ({ page, browser, baseURL }) => {
      const who = await newcomer(baseURL ?? '', 'Traveler');
      const places = await Promise.all([0, 1].map(() => elsewhere(browser, baseURL, locale)));
      const pages: Page[] = [];
      for (const place of places) {
        const there = await place.newPage();
        await knock(there, locale, who);
        await expect(there.getByText(who.email)).toBeVisible();
        pages.push(there);
      }
      await knock(page, locale, who);
      const sessions = page.getByRole('main').getByRole('listitem');
      // The one that asked the API, the two browsers elsewhere, and this.
      await expect(sessions).toHaveCount(4);
      await button(page, locale, 'account.sessions.end').first().click();
      await expect(sessions).toHaveCount(3);
      await button(page, locale, 'account.sessions.endOthers').click();
      await expect(sessions).toHaveCount(1);
      await expect(page.getByText(say(locale, 'account.sessions.this'))).toBeVisible();
      for (const there of pages) {
        await there.reload();
        await expect(there.getByText(who.email)).toHaveCount(0);
      }
      for (const place of places) await place.close();
    });

    test('E04 a second factor is turned on, asked for at the door, and turned off', async ({
      page,
      browser,
      baseURL,
    }) => {
      const who = await newcomer(baseURL ?? '', 'Careful');
      await knock(page, locale, who);
      await button(page, locale, 'account.factor.turnOn').click();
      await field(page, locale, 'account.password').fill('somebody else');
      await button(page, locale, 'account.factor.next').click();
      await expect(wrong(page)).toBeVisible();
      await field(page, locale, 'account.password').fill(who.password);
      await button(page, locale, 'account.factor.next').click();
      const secret = (await page.locator('code').first().textContent()) ?? '';
      const code = field(page, locale, 'account.code');
      await code.fill('000000');
      await button(page, locale, 'account.factor.turnOn').click();
      await expect(wrong(page)).toBeVisible();
      await code.fill(totp(secret));
      await button(page, locale, 'account.factor.turnOn').click();
      await expect(page.getByText(say(locale, 'account.factor.codes'))).toBeVisible();
      expect(await violations(page)).toEqual([]);
      const codes = await page.locator('section[aria-labelledby=factor] li').allTextContents();
      expect(codes.length).toBeGreaterThan(3);

      const other = await elsewhere(browser, baseURL, locale);
      const there = await other.newPage();
      await knock(there, locale, who);
      await field(there, locale, 'account.code').fill('000000');
      await button(there, locale, 'account.code.go').click();
      await expect(wrong(there)).toBeVisible();
      await field(there, locale, 'account.code').fill(codes[0] ?? '');
      await button(there, locale, 'account.code.go').click();
      await expect(there.getByText(who.email)).toBeVisible();
      // A code is good for one time.
      await other.clearCookies();
      await speak(other, locale);
      await knock(there, locale, who);
      await field(there, locale, 'account.code').fill(codes[0] ?? '');
      await button(there, locale, 'account.code.go').click();
      await expect(wrong(there)).toBeVisible();
      await other.close();

      await page.reload();
      await button(page, locale, 'account.factor.turnOff').click();
      await field(page, locale, 'account.password').fill(who.password);
      await field(page, locale, 'account.code').fill('000000');
      await button(page, locale, 'account.factor.turnOff').click();
      await expect(wrong(page)).toBeVisible();
      await field(page, locale, 'account.code').fill(codes[1] ?? '');
      await button(page, locale, 'account.factor.turnOff').click();
      await expect(page.getByText(say(locale, 'account.factor.off'))).toBeVisible();
    });

    test('E04 who lost the second factor gets in again when an operator takes it off', async ({
      page,
      browser,
      baseURL,
    }) => {
      const who = await newcomer(baseURL ?? '', 'Forgetful');
      const enroll = 'mutation ($input: TotpEnrollInput!) { totpEnroll(input: $input) { enrollment { secret } } }';
      const { totpEnroll } = await who.person.ask<{ totpEnroll: { enrollment: { secret: string } } }>(enroll, {
        input: { password: who.password },
      });
      await who.person.act('totpConfirm', { code: totp(totpEnroll.enrollment.secret) });
      const { viewer } = await who.person.ask<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }');

      const desk = await elsewhere(browser, baseURL, locale);
      const operator = await desk.newPage();
      await knock(
        operator,
        locale,
        { email: 'operator@demo.lianqiao.example', name: '', password: 'lianqiao-demo-2026' },
        `/work/operation/users/${viewer.user.id}`,
      );
      await button(operator, locale, 'operation.reset').click();
      const dialog = operator.getByRole('dialog');
      await dialog.getByRole('button', { name: say(locale, 'operation.reset') }).click();
      await expect(dialog.locator('[aria-invalid=true]').first()).toBeVisible();
      await field(operator, locale, 'ui.confirm.reason').fill('Lost the telephone, known in person');
      await dialog.getByRole('textbox').last().fill(who.email);
      await dialog.getByRole('button', { name: say(locale, 'operation.reset') }).click();
      await expect(dialog).toBeHidden();
      await desk.close();

      await knock(page, locale, who);
      await expect(page.getByText(say(locale, 'account.factor.off'))).toBeVisible();
    });

    test('E04 another address: confirmed by a link to the new one, taken back by a link to the old one', async ({
      page,
      baseURL,
    }) => {
      const who = await newcomer(baseURL ?? '', 'Mover');
      const newEmail = `new.${who.email}`;
      await who.person.act('emailChangeRequest', { newEmail, password: who.password });
      await page.goto('/confirm-email?token=nonsense');
      await button(page, locale, 'account.confirmEmail.go').click();
      await expect(wrong(page)).toBeVisible();
      await page.goto(await mailed(newEmail, '/confirm-email'));
      await button(page, locale, 'account.confirmEmail.go').click();
      await expect(page.getByRole('heading', { name: say(locale, 'account.confirmEmail.done') })).toBeVisible();
      await Person.enter(baseURL ?? '', newEmail, who.password);

      await page.goto(await mailed(who.email, '/undo-email'));
      await field(page, locale, 'account.password.new').fill('short');
      await button(page, locale, 'account.undoEmail.go').click();
      await expect(wrong(page)).toBeVisible();
      const password = 'leaves follow the blossoms';
      await field(page, locale, 'account.password.new').fill(password);
      await button(page, locale, 'account.undoEmail.go').click();
      await expect(page.getByRole('heading', { name: say(locale, 'account.undoEmail.done') })).toBeVisible();
      await knock(page, locale, { ...who, password });
      await expect(page.getByText(who.email)).toBeVisible();
    });

    test('3.3.8 what a password manager or the clipboard has may be put into the form', async ({ page, context }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.goto('/login');
      const password = field(page, locale, 'account.password');
      await page.evaluate(() => navigator.clipboard.writeText('from the clipboard'));
      await password.focus();
      await page.keyboard.press('Control+V');
      await expect(password).toHaveValue('from the clipboard');
      await expect(password).toHaveAttribute('autocomplete', 'current-password');
      await expect(field(page, locale, 'account.email')).toHaveAttribute('autocomplete', 'username');
    });
  });
}
