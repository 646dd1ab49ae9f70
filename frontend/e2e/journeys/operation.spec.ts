import { expect, LOCALES, say, settled, speak, test, violations } from '../fixtures';
import { address, ask, button, creditCode, enter, field, fill, inviteLink, PASSWORD } from '../office';

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.setTimeout(90_000);
    test.beforeEach(({ context }) => speak(context, locale));

    test('E18 an organization is registered, checked once, and not twice', async ({
      page,
      context,
      browser,
      baseURL,
    }) => {
      const name = locale === 'en' ? 'Journey Works' : '上海行程测试有限公司';
      const code = creditCode(Date.now());
      await enter(context, 'owner.yuxin');
      await page.goto('/work/organizations/new');
      await field(page, locale, 'settings.nameZh').fill(name);
      await field(page, locale, 'settings.creditCode').fill('91310110MA000000XX');
      await button(page, locale, 'settings.register.go').click();
      await expect(field(page, locale, 'settings.creditCode')).toHaveAttribute('aria-invalid', 'true');
      await page.reload();
      await expect(field(page, locale, 'settings.nameZh')).toHaveValue(name);
      await field(page, locale, 'settings.creditCode').fill(code);
      const division = page.getByRole('combobox', { name: say(locale, 'settings.division'), exact: true });
      await division.fill('上海 杨浦');
      await page.getByRole('option').filter({ hasText: '310110' }).click();
      await expect(page.getByRole('main').getByRole('button').filter({ hasText: '310110' })).toBeVisible();
      await button(page, locale, 'settings.register.go').dblclick();
      await expect(page.getByText(say(locale, 'settings.standing.pending'), { exact: true })).toBeVisible();
      expect(await violations(page)).toEqual([]);

      const desk = await browser.newContext({ baseURL: baseURL ?? '' });
      await speak(desk, locale);
      await enter(desk, 'operator');
      const one = await desk.newPage();
      await one.goto(`/work/operation/organizations?q=${code}`);
      await one.getByRole('link', { name, exact: true }).click();
      await one.getByRole('heading', { level: 1, name }).waitFor();
      const other = await desk.newPage();
      await other.goto(one.url());
      await other.getByRole('heading', { level: 1, name }).waitFor();
      expect(await violations(one)).toEqual([]);

      // Without a reason nobody is rejected, and what was typed decides nothing.
      await button(one, locale, 'operation.verdict.reject').click();
      await one
        .getByRole('dialog')
        .getByRole('button', { name: say(locale, 'operation.verdict.reject') })
        .click();
      await expect(field(one, locale, 'ui.confirm.reason')).toHaveAttribute('aria-invalid', 'true');
      await one.keyboard.press('Escape');
      await expect(button(one, locale, 'operation.verdict.reject')).toBeFocused();

      await button(one, locale, 'operation.verdict.verify').click();
      await one
        .getByRole('dialog')
        .getByRole('button', { name: say(locale, 'operation.verdict.verify') })
        .click();
      await expect(button(one, locale, 'operation.verdict.takeBack')).toBeVisible();

      // A colleague who still sees it waiting is told, and sees how it is.
      await button(other, locale, 'operation.verdict.verify').click();
      await other
        .getByRole('dialog')
        .getByRole('button', { name: say(locale, 'operation.verdict.verify') })
        .click();
      await expect(other.getByText(say(locale, 'ui.stale'))).toBeVisible();
      await button(other, locale, 'ui.stale.load').click();
      await expect(button(other, locale, 'operation.verdict.takeBack')).toBeAttached();
      await desk.close();

      await page.reload();
      await expect(page.getByText(say(locale, 'settings.standing.pending'), { exact: true })).toHaveCount(0);
      await expect(page.getByText(say(locale, 'enum.OrganizationVerification.VERIFIED')).first()).toBeVisible();
    });

    test.describe('a person', () => {
      test.use({ allowErrors: /401|403/ });
      test('E18 is suspended with a reason and the address typed; the open page ends', async ({
        page,
        context,
        browser,
        baseURL,
      }) => {
        const who = locale === 'en' ? 'member.jinshuli' : 'member.haiweiting';
        const theirs = await browser.newContext({ baseURL: baseURL ?? '' });
        await speak(theirs, locale);
        await enter(theirs, who);
        const open = await theirs.newPage();
        await open.goto('/work/organizations');
        await open.getByRole('main').getByRole('listitem').last().waitFor();
        const { data } = (await ask(theirs, '{ viewer { memberships { organization { nameZh } } } }')) as unknown as {
          data: { viewer: { memberships: { organization: { nameZh: string } }[] } };
        };

        await enter(context, 'operator');
        await page.goto('/work/operation/users');
        await page.getByRole('searchbox').fill(data.viewer.memberships[0]?.organization.nameZh ?? '');
        await button(page, locale, 'operation.find').click();
        await page.getByRole('main').locator('ul a[href*="org="]').first().click();
        const row = page.getByRole('row').filter({ hasText: address(who) });
        await row.getByRole('link').click();
        await button(page, locale, 'operation.suspend').click();
        const dialog = page.getByRole('dialog');
        await field(page, locale, 'ui.confirm.reason').fill('E18');
        const typed = dialog.getByLabel(fill(locale, 'ui.confirm.type', { word: address(who) }));
        await typed.fill('somebody else');
        await dialog.getByRole('button', { name: say(locale, 'operation.suspend') }).click();
        await expect(typed).toHaveAttribute('aria-invalid', 'true');
        await typed.fill(address(who));
        expect(await violations(page)).toEqual([]);
        await dialog.getByRole('button', { name: say(locale, 'operation.suspend') }).click();
        await expect(button(page, locale, 'operation.reinstate')).toBeVisible();

        // What was open asks again, and is over.
        await open.reload();
        await expect(open).toHaveURL(/\/login/);
        await field(open, locale, 'account.email').fill(address(who));
        await field(open, locale, 'account.password').fill(PASSWORD);
        await open
          .getByRole('main')
          .getByRole('button', { name: say(locale, 'account.signIn'), exact: true })
          .click();
        await expect(open.getByRole('alert')).toBeVisible();
        await theirs.close();

        await button(page, locale, 'operation.reinstate').click();
        await field(page, locale, 'ui.confirm.reason').fill('E18');
        await dialog.getByRole('button', { name: say(locale, 'operation.reinstate') }).click();
        await expect(button(page, locale, 'operation.suspend')).toBeVisible();
      });
    });

    test('E04 a colleague is invited, accepts by the link, and sits there', async ({
      page,
      context,
      browser,
      baseURL,
    }) => {
      const email = `colleague.${locale.toLowerCase()}.${Date.now()}@example.com`;
      await enter(context, 'owner.lanzhou');
      await page.goto('/work/organizations');
      await page.locator('main a[href^="/work/organizations/"]:not([href$="/new"])').last().click();
      await page.getByRole('link', { name: say(locale, 'settings.members'), exact: true }).click();
      await field(page, locale, 'settings.email').fill(email);
      await button(page, locale, 'settings.invite.go').click();
      // Without a role there is no seat.
      await expect(page.getByRole('group', { name: say(locale, 'settings.roles') }).getByRole('alert')).toBeVisible();
      await page.getByRole('checkbox', { name: new RegExp(say(locale, 'enum.Role.SME_MEMBER')) }).check();
      await button(page, locale, 'settings.invite.go').click();
      const row = page.getByRole('listitem').filter({ hasText: email });
      await expect(row).toContainText(say(locale, 'enum.InvitationState.PENDING'));
      expect(await violations(page)).toEqual([]);

      const theirs = await browser.newContext({ baseURL: baseURL ?? '' });
      await speak(theirs, locale);
      const colleague = await theirs.newPage();
      await colleague.goto(await inviteLink(email));
      await field(colleague, locale, 'account.name').fill('同事');
      await field(colleague, locale, 'account.password.new').fill('forsythia blooms before its leaves');
      await button(colleague, locale, 'account.invitation.accept').click();
      await expect(colleague.getByRole('heading', { name: say(locale, 'account.invitation.joined') })).toBeVisible();
      await theirs.close();
      await page.reload();
      await expect(page.getByRole('row').filter({ hasText: email })).toBeVisible();
    });

    test('a token shows its secret once; a size follows from figures', async ({ page, context }) => {
      await enter(context, 'owner.baicaoting');
      await page.goto('/work/organizations');
      await page.locator('main a[href^="/work/organizations/"]:not([href$="/new"])').last().click();
      await page.getByRole('link', { name: say(locale, 'settings.tokens'), exact: true }).click();
      const name = `journey ${locale}`;
      await field(page, locale, 'settings.tokens.name').fill(name);
      await field(page, locale, 'settings.tokens.password').fill('wrong');
      await button(page, locale, 'settings.tokens.create.go').click();
      await expect(page.locator('[role=alert], [aria-invalid=true]').first()).toBeVisible();
      await field(page, locale, 'settings.tokens.password').fill(PASSWORD);
      await button(page, locale, 'settings.tokens.create.go').click();
      await expect(page.getByRole('group', { name: say(locale, 'settings.tokens.secret') })).toBeVisible();
      await button(page, locale, 'settings.tokens.kept').click();
      await expect(page.getByRole('group', { name: say(locale, 'settings.tokens.secret') })).toHaveCount(0);
      const row = page.getByRole('listitem').filter({ hasText: name });
      await row.getByRole('button', { name: say(locale, 'settings.tokens.revoke') }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: say(locale, 'settings.tokens.revoke') })
        .click();
      await expect(row.getByRole('button', { name: say(locale, 'settings.tokens.revoke') })).toHaveCount(0);

      await page.getByRole('link', { name: say(locale, 'settings.size'), exact: true }).click();
      await field(page, locale, 'settings.size.industry').selectOption('INDUSTRY');
      await field(page, locale, 'settings.size.staff').fill('25');
      await field(page, locale, 'settings.size.revenue').fill('');
      await field(page, locale, 'settings.size.year').fill('2025');
      await field(page, locale, 'settings.size.evidence').fill('E2E');
      await button(page, locale, 'settings.size.go').click();
      await expect(field(page, locale, 'settings.size.revenue')).toHaveAttribute('aria-invalid', 'true');
      await field(page, locale, 'settings.size.revenue').fill('4,000,000');
      await button(page, locale, 'settings.size.go').click();
      await expect(
        page
          .getByRole('main')
          .locator('b', { hasText: say(locale, 'enum.EnterpriseSize.SMALL') })
          .first(),
      ).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('an operator hides a listing and shows it again; rules are compared; the trail hangs together', async ({
      page,
      context,
    }) => {
      await enter(context, 'operator');
      await page.goto('/work/operation');
      await settled(page);
      expect(await violations(page)).toEqual([]);
      await page.goto('/work/operation/moderation');
      const first = page.getByRole('row').nth(1);
      const title = (await first.getByRole('rowheader').textContent()) ?? '';
      await first.getByRole('button', { name: say(locale, 'operation.moderation.suspend') }).click();
      await field(page, locale, 'ui.confirm.reason').fill('E2E');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: say(locale, 'operation.moderation.suspend') }).click();
      await expect(dialog).toHaveCount(0);
      await page.getByRole('link', { name: say(locale, 'enum.ListingState.SUSPENDED'), exact: true }).click();
      const hidden = page.getByRole('row').filter({ hasText: title.trim() });
      await hidden.getByRole('button', { name: say(locale, 'operation.moderation.resume') }).click();
      await dialog.getByRole('button', { name: say(locale, 'operation.moderation.resume') }).click();
      await expect(hidden).toHaveCount(0);

      await page.goto('/work/operation/rules?area=patent&with=2020-01-01');
      await expect(page.locator('ins').first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.goto('/work/operation/audit');
      await expect(page.getByText('lianqiao audit verify')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.goto('/work/operation/jobs');
      await button(page, locale, 'operation.rebuild').click();
      await dialog.getByRole('button', { name: say(locale, 'operation.rebuild') }).click();
      await expect(dialog.locator('[aria-invalid=true]')).toBeVisible();
      await page.keyboard.press('Escape');
      expect(await violations(page)).toEqual([]);
    });
  });
}
