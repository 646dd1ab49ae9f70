import type { APIRequestContext, Locator, Page } from '@playwright/test';

import { expect, LOCALES, say, settled, speak, test, violations, type Locale } from '../fixtures';

const PASSWORD = 'lianqiao-demo-2026';
const address = (who: string) => `${who}@demo.lianqiao.example`;

/** What a person asks of the API, for what a journey needs but does not look at. */
async function ask<Data>(request: APIRequestContext, query: string, variables: object, token?: string): Promise<Data> {
  const answer = await request.post('/graphql', {
    data: { query, variables },
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  return ((await answer.json()) as { data: Data }).data;
}

async function findListing(request: APIRequestContext): Promise<string> {
  const query = '{ searchListings(query: "低功耗 模数转换器", first: 1) { nodes { id } } }';
  const found = await ask<{ searchListings: { nodes: { id: string }[] } }>(request, query, {});
  return found.searchListings.nodes[0]?.id ?? '';
}

/** A request of an enterprise, made without a browser; its id. */
async function submit(request: APIRequestContext, who: string, paymentMode: string): Promise<string> {
  const logIn = `mutation ($email: String!) { logIn(input: { email: $email, password: "${PASSWORD}" }) { session { accessToken } } }`;
  const { logIn: entry } = await ask<{ logIn: { session: { accessToken: string } } }>(request, logIn, {
    email: address(who),
  });
  const token = entry.session.accessToken;
  const seat = '{ viewer { memberships { organization { id } } } }';
  const { viewer } = await ask<{ viewer: { memberships: { organization: { id: string } }[] } }>(
    request,
    seat,
    {},
    token,
  );
  const input = {
    listingId: await findListing(request),
    offerCode: 'UFPL-12',
    organizationId: viewer.memberships[0]?.organization.id,
    purpose: 'Sensor nodes for bridges',
    paymentMode,
    idempotencyKey: crypto.randomUUID(),
  };
  const send = `mutation ($input: LicenseRequestSubmitInput!) { licenseRequestSubmit(input: $input) { licenseRequest { id } } }`;
  const made = await ask<{ licenseRequestSubmit: { licenseRequest: { id: string } } }>(request, send, { input }, token);
  return made.licenseRequestSubmit.licenseRequest.id;
}

async function signIn(page: Page, locale: Locale, who: string, to: string): Promise<void> {
  await page.goto(`/login?to=${encodeURIComponent(to)}`);
  await page.getByLabel(say(locale, 'account.email'), { exact: true }).fill(address(who));
  await page.getByLabel(say(locale, 'account.password'), { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/\/login/);
}

const button = (page: Page, locale: Locale, id: string) =>
  page.getByRole('button', { name: say(locale, id), exact: true });

/** Goes to something with the Tab key alone. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let steps = 0; steps < 80; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

/** Enterprises and requests of each language: what one journey did is there for the next. */
const OF = {
  'zh-CN': {
    asks: 'owner.qingheting',
    granted: 'member.lanzhou',
    rejected: 'member.zhuyuanli',
    keys: 'member.shuxunli',
  },
  en: { asks: 'owner.yuxin', granted: 'member.wuluda', rejected: 'member.haiweiting', keys: 'member.hongkangting' },
};

test.use({ allowErrors: /ERR_FAILED/ });

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('the terms say what would fall due to everybody, and to whoever may not ask why', async ({
      page,
      request,
    }) => {
      const listing = await findListing(request);
      const written = await (await request.get(`/a/${listing}`)).text();
      expect(written).toMatch(/<time>\d{4}-\d{2}-\d{2}<\/time> CNY /);
      await page.goto(`/a/${listing}`);
      await expect(page.getByRole('heading', { name: say(locale, 'offer.example') }).first()).toBeVisible();
      await expect(page.getByRole('link', { name: say(locale, 'achievement.request.signIn') })).toBeVisible();
      await signIn(page, locale, 'officer.fudan', `/a/${listing}`);
      await expect(page.getByRole('link', { name: say(locale, 'achievement.request.signIn') })).toHaveCount(0);
      await expect(page.getByRole('note').first()).toBeVisible();
    });

    test('E09 asks for a license once, whatever happens on the way, and takes it back', async ({ page, request }) => {
      const listing = await findListing(request);
      await signIn(page, locale, OF[locale].asks, `/a/${listing}`);
      // Other journeys ask in the name of the same firm.
      await page.goto('/work/requests');
      await settled(page);
      const requests = page.locator('main a[href^="/work/requests/"]');
      const before = await requests.count();
      await page.goto(`/a/${listing}`);
      await page.getByRole('link', { name: say(locale, 'achievement.request'), exact: true }).click();
      await expect(page.getByText(say(locale, 'licensing.verdict.conforms')).first()).toBeVisible();
      const go = button(page, locale, 'licensing.apply.go');
      await go.click();
      const purpose = page.getByLabel(say(locale, 'licensing.purpose'), { exact: true });
      await expect(purpose).toBeFocused();
      await expect(purpose).toHaveAttribute('aria-invalid', 'true');

      await purpose.fill('桥梁监测节点');
      await page.getByRole('radio', { name: new RegExp(`^${say(locale, 'enum.PaymentMode.INSTALMENT')}`) }).check();
      const rows = page.getByRole('table', { name: say(locale, 'ui.schedule') }).getByRole('row');
      await expect(rows).toHaveCount(5);
      await page.waitForTimeout(500);
      await page.reload();
      await expect(purpose).toHaveValue('桥梁监测节点');
      await expect(rows).toHaveCount(5);

      // The first answer is lost on its way back; the second click is a retry, and clicked twice.
      let lost = false;
      await page.route('**/graphql', async (route) => {
        if (lost || !route.request().postData()?.includes('idempotencyKey')) return route.continue();
        lost = true;
        await route.fetch();
        return route.abort();
      });
      await go.click();
      await expect(page.getByText(say(locale, 'ui.trouble.offline'))).toBeVisible();
      await expect(purpose).toHaveValue('桥梁监测节点');
      await go.dblclick();
      await expect(page).toHaveURL(/\/work\/requests\/.+/);
      await page.goto('/work/requests');
      await settled(page);
      await expect(requests).toHaveCount(before + 1);

      // Asked for already: said before anything is sent.
      await page.goto(`/work/apply/${listing}`);
      await expect(page.getByText(say(locale, 'licensing.problems'))).toBeVisible();

      await page.goto('/work/requests?state=SUBMITTED');
      await page.getByRole('table').getByRole('link').first().click();
      const withdraw = button(page, locale, 'licensing.withdraw');
      await withdraw.click();
      await page.keyboard.press('Escape');
      await expect(withdraw).toBeFocused();
      await withdraw.click();
      await button(page, locale, 'licensing.withdraw.go').click();
      await expect(page.getByText(say(locale, 'licensing.withdrawn'))).toBeVisible();
      await expect(withdraw).toBeHidden();
      await page.goto('/work/requests?state=SUBMITTED');
      await expect(page.getByText(say(locale, 'licensing.list.filtered'))).toBeVisible();
    });

    test('E09 the head grants what the schedule says, and both sides have the license', async ({
      page,
      request,
      browser,
      baseURL,
    }) => {
      const id = await submit(request, OF[locale].granted, 'DEFERRED');
      await signIn(page, locale, 'head.fudan', '/work/requests?state=SUBMITTED');
      await expect(page.locator(`a[href="/work/requests/${id}"]`)).toBeVisible();
      await page.locator(`a[href="/work/requests/${id}"]`).click();
      await button(page, locale, 'licensing.grant').click();
      const months = page.getByLabel(say(locale, 'licensing.grant.deferral'), { exact: true });
      const next = button(page, locale, 'licensing.grant.next');
      await months.fill('6');
      await expect(page.getByText(say(locale, 'enum.UseFirstPayLaterReason.FEE_TOO_EARLY'))).toBeVisible();
      await expect(next).toHaveAttribute('aria-disabled', 'true');
      await months.fill('12');
      await expect(page.getByText(say(locale, 'enum.UseFirstPayLaterReason.FEE_TOO_EARLY'))).toBeHidden();
      await expect(next).not.toHaveAttribute('aria-disabled');
      expect(await violations(page)).toEqual([]);
      await next.click();
      const grant = page
        .getByRole('dialog')
        .getByRole('button', { name: say(locale, 'licensing.grant.go'), exact: true });
      await expect(grant).toHaveAttribute('aria-disabled', 'true');
      await page.getByRole('checkbox', { name: say(locale, 'licensing.grant.sure') }).check();
      await grant.dblclick();
      await expect(page).toHaveURL(/\/work\/licenses\/.+/);
      await expect(page.getByRole('table', { name: say(locale, 'ui.schedule') }).getByRole('row')).toHaveCount(2);
      const license = new URL(page.url()).pathname;

      await page.emulateMedia({ media: 'print' });
      await expect(page.getByRole('navigation', { name: say(locale, 'work.nav') })).toBeHidden();
      await expect(button(page, locale, 'licensing.print')).toBeHidden();
      const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page[^s]/g);
      expect(sheets?.length).toBeLessThanOrEqual(2);

      const other = await browser.newContext({ baseURL: baseURL ?? '' });
      await speak(other, locale);
      const theirs = await other.newPage();
      await signIn(theirs, locale, OF[locale].granted, '/work/licenses');
      await theirs.locator(`a[href="${license}"]`).click();
      await expect(theirs.getByRole('table', { name: say(locale, 'ui.schedule') }).getByRole('row')).toHaveCount(2);
      await other.close();
      const stranger = await browser.newContext({ baseURL: baseURL ?? '' });
      await speak(stranger, locale);
      const nobody = await stranger.newPage();
      await signIn(nobody, locale, 'owner.tianxingli', license);
      await expect(nobody.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
      await stranger.close();
    });

    test('an officer says no, with a reason; on an old page it is not done twice', async ({
      page,
      request,
      context,
    }) => {
      const id = await submit(request, OF[locale].rejected, 'INSTALMENT');
      await signIn(page, locale, 'officer.fudan', `/work/requests/${id}`);
      const old = await context.newPage();
      await old.goto(`/work/requests/${id}`);
      await button(old, locale, 'licensing.reject').click();
      await button(page, locale, 'licensing.reject').click();
      await button(page, locale, 'licensing.reject.go').click();
      const reason = page.getByLabel(say(locale, 'licensing.reject.reason'), { exact: true });
      await expect(reason).toHaveAttribute('aria-invalid', 'true');
      await reason.fill('已有排他许可在谈');
      await button(page, locale, 'licensing.reject.go').click();
      await expect(page.getByText('已有排他许可在谈').first()).toBeVisible();
      const kept = old.getByLabel(say(locale, 'licensing.reject.reason'), { exact: true });
      await kept.fill('再想想');
      await button(old, locale, 'licensing.reject.go').click();
      await expect(old.getByRole('dialog').getByRole('alert')).toBeVisible();
      await expect(kept).toHaveValue('再想想');
      await old.close();
    });

    test('the test follows the size that is declared', async ({ page, request }) => {
      await signIn(page, locale, 'owner.huanyuting', `/work/apply/${await findListing(request)}`);
      const declare = async (staff: string, revenue: string) => {
        await button(page, locale, 'licensing.size.renew').click();
        await page.getByLabel(say(locale, 'licensing.size.staff'), { exact: true }).fill(staff);
        await page.getByLabel(say(locale, 'licensing.size.revenue'), { exact: true }).fill(revenue);
        await button(page, locale, 'licensing.size.go').click();
        await expect(page.getByRole('dialog')).toBeHidden();
      };
      await button(page, locale, 'licensing.size.renew').click();
      const year = page.getByLabel(say(locale, 'licensing.size.year'), { exact: true });
      await year.fill('');
      await button(page, locale, 'licensing.size.go').click();
      await expect(year).toHaveAttribute('aria-invalid', 'true');
      await page.keyboard.press('Escape');
      await button(page, locale, 'ui.dialog.drop').click();
      await declare('5000', '100,000');
      await expect(page.getByText(say(locale, 'enum.UseFirstPayLaterReason.SIZE_TOO_LARGE'))).toBeVisible();
      await page.getByLabel(say(locale, 'licensing.purpose'), { exact: true }).fill('产线检测');
      await button(page, locale, 'licensing.apply.go').click();
      await expect(page.getByRole('alert').first()).toBeVisible();
      await expect(page).toHaveURL(/\/work\/apply\//);
      await declare('60', '3000');
      await expect(page.getByText(say(locale, 'licensing.verdict.conforms')).first()).toBeVisible();
    });

    test('EK1 from the search to the request with the keyboard alone', async ({ page }) => {
      await signIn(page, locale, OF[locale].keys, '/achievements?q=模数转换器');
      await settled(page);
      const title = page.getByRole('article').first().getByRole('heading').getByRole('link');
      await title.waitFor();
      await tabTo(page, title);
      await page.keyboard.press('Enter');
      const apply = page.getByRole('link', { name: say(locale, 'achievement.request'), exact: true });
      await apply.waitFor();
      await tabTo(page, apply);
      await page.keyboard.press('Enter');
      const purpose = page.getByLabel(say(locale, 'licensing.purpose'), { exact: true });
      await purpose.waitFor();
      await tabTo(page, purpose);
      await page.keyboard.type('bridge sensors');
      const go = button(page, locale, 'licensing.apply.go');
      await go.waitFor();
      await tabTo(page, go);
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(/\/work\/requests\/.+/);
    });

    test('E26 everything is there on a small screen, for every reader', async ({ page, request, context }) => {
      await speak(context, locale, { 'lianqiao-theme': 'dark' });
      await page.setViewportSize({ width: 360, height: 740 });
      const listing = await findListing(request);
      await signIn(page, locale, OF[locale].granted, '/work/licenses');
      const paths = ['/work/licenses', '/work/requests', `/work/apply/${listing}`];
      await page.getByRole('table').getByRole('link').first().click();
      await expect(page).toHaveURL(/licenses\/.+/);
      paths.push(new URL(page.url()).pathname);
      await page.getByRole('link', { name: say(locale, 'licensing.license.request') }).click();
      await expect(page).toHaveURL(/requests\/.+/);
      paths.push(new URL(page.url()).pathname);
      for (const path of paths) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await settled(page);
        expect(await violations(page), path).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
      }
    });
  });
}
