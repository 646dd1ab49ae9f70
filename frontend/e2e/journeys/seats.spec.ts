import { randomUUID } from 'node:crypto';

import { expect, LOCALES, say, speak, test } from '../fixtures';
import { verified } from '../firm';
import { button, enter, field, fill, inviteLink } from '../office';
import { newcomer } from '../person';

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test.describe('a link that was answered', () => {
      test.use({ allowErrors: /status of 40[04]/ });
      test('an invitation is sent again, taken back, and declined by its link', async ({
        page,
        context,
        browser,
        baseURL,
      }) => {
        const firm = await verified(baseURL ?? '', `席位测试 ${randomUUID().slice(0, 6)}`);
        await enter(context, firm.owner.email, firm.owner.password);
        await page.goto(`/work/organizations/${firm.id}/members`);
        const invite = async (email: string) => {
          await field(page, locale, 'settings.email').fill(email);
          await page.getByRole('checkbox', { name: new RegExp(say(locale, 'enum.Role.SME_MEMBER')) }).check();
          await button(page, locale, 'settings.invite.go').click();
          return page.getByRole('listitem').filter({ hasText: email });
        };
        const gone = await invite(`gone.${randomUUID()}@example.com`);
        await gone.getByRole('button', { name: say(locale, 'settings.invitations.resend') }).click();
        await expect(page.getByRole('status').filter({ hasText: 'gone.' }).first()).toBeVisible();
        await gone.getByRole('button', { name: say(locale, 'settings.invitations.revoke') }).click();
        await expect(gone).toContainText(say(locale, 'enum.InvitationState.REVOKED'));
        await expect(gone.getByRole('button')).toHaveCount(0);

        const email = `no.${randomUUID()}@example.com`;
        const row = await invite(email);
        await expect(row).toContainText(say(locale, 'enum.InvitationState.PENDING'));
        const theirs = await browser.newContext({ baseURL: baseURL ?? '' });
        await speak(theirs, locale);
        const invitee = await theirs.newPage();
        const link = await inviteLink(email);
        await invitee.goto(link);
        await button(invitee, locale, 'account.invitation.decline').click();
        await expect(invitee.getByRole('heading', { name: say(locale, 'account.invitation.declined') })).toBeVisible();
        // The link is good for one answer.
        await invitee.goto(link);
        await expect(button(invitee, locale, 'account.invitation.accept')).toHaveCount(0);
        await theirs.close();
        await page.reload();
        await expect(row).toContainText(say(locale, 'enum.InvitationState.DECLINED'));
      });
    });

    test('who has an account answers there; the seat changes its roles, is suspended and taken back', async ({
      page,
      context,
      browser,
      baseURL,
    }) => {
      const firm = await verified(baseURL ?? '', `席位测试 ${randomUUID().slice(0, 6)}`);
      const guest = await newcomer(baseURL ?? '', 'Colleague');
      const invite = (email: string) =>
        firm.owner.person.act('membershipInvite', {
          organizationId: firm.id,
          email,
          roles: ['SME_MEMBER'],
          locale: 'EN',
        });
      const no = await newcomer(baseURL ?? '', 'Somebody else');
      await invite(no.email);
      const nobody = await browser.newContext({ baseURL: baseURL ?? '' });
      await speak(nobody, locale);
      await enter(nobody, no.email, no.password);
      const declining = await nobody.newPage();
      await declining.goto('/account');
      await expect(declining.getByText(firm.name)).toBeVisible();
      await button(declining, locale, 'account.invitation.decline').click();
      await expect(declining.getByText(firm.name)).toHaveCount(0);
      await nobody.close();

      await invite(guest.email);
      const theirs = await browser.newContext({ baseURL: baseURL ?? '' });
      await speak(theirs, locale);
      await enter(theirs, guest.email, guest.password);
      const colleague = await theirs.newPage();
      await colleague.goto('/account');
      await button(colleague, locale, 'account.invitation.accept').click();
      await expect(colleague.getByText(firm.name)).toHaveCount(0);
      // Who sits there is for those who look after it: a member has no such page.
      await colleague.goto(`/work/organizations/${firm.id}/members`);
      await expect(colleague.getByRole('heading', { name: firm.name })).toBeVisible();
      await expect(colleague.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
      const row = (of: typeof page) => of.getByRole('row').filter({ hasText: guest.email });

      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto(`/work/organizations/${firm.id}/members`);
      const dialog = page.getByRole('dialog');
      const other = await context.newPage();
      await other.goto(page.url());
      await row(other).waitFor();
      await row(page)
        .getByRole('button', { name: fill(locale, 'settings.seat.roles.of', { name: guest.name }) })
        .click();
      const member = dialog.getByRole('checkbox', { name: new RegExp(say(locale, 'enum.Role.SME_MEMBER')) });
      await member.uncheck();
      await dialog.getByRole('button', { name: say(locale, 'settings.save'), exact: true }).click();
      // A seat without a role is none.
      await expect(dialog.getByRole('alert').first()).toBeVisible();
      await member.check();
      await dialog.getByRole('checkbox', { name: new RegExp(say(locale, 'enum.Role.SME_OWNER')) }).check();
      await dialog.getByRole('button', { name: say(locale, 'settings.save'), exact: true }).click();
      await expect(dialog).toBeHidden();
      await expect(row(page)).toContainText(say(locale, 'enum.Role.SME_OWNER'));

      // On an old page it is told that somebody was faster.
      const stale = other.getByRole('dialog');
      await row(other)
        .getByRole('button', { name: fill(locale, 'settings.seat.suspend.of', { name: guest.name }) })
        .click();
      await stale.getByRole('button', { name: say(locale, 'settings.seat.suspend'), exact: true }).click();
      await expect(other.getByText(say(locale, 'ui.stale'))).toBeVisible();
      await other.close();

      await row(page)
        .getByRole('button', { name: fill(locale, 'settings.seat.suspend.of', { name: guest.name }) })
        .click();
      await dialog.getByRole('button', { name: say(locale, 'settings.seat.suspend'), exact: true }).click();
      await expect(row(page)).toContainText(say(locale, 'enum.MembershipState.SUSPENDED'));
      await colleague.reload();
      await expect(colleague.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
      await row(page)
        .getByRole('button', { name: fill(locale, 'settings.seat.resume.of', { name: guest.name }) })
        .click();
      await dialog.getByRole('button', { name: say(locale, 'settings.seat.resume'), exact: true }).click();
      await expect(row(page)).toContainText(say(locale, 'enum.MembershipState.ACTIVE'));
      await theirs.close();
    });

    test('an organization mends its details; a new name waits for the operator', async ({ page, context, baseURL }) => {
      const firm = await verified(baseURL ?? '', `席位测试 ${randomUUID().slice(0, 6)}`);
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto(`/work/organizations/${firm.id}`);
      const division = page.getByRole('combobox', { name: say(locale, 'settings.division'), exact: true });
      await division.fill('999999');
      await division.press('Enter');
      await button(page, locale, 'settings.save').click();
      await expect(division).toHaveAttribute('aria-invalid', 'true');
      // There is one place: the one that is chosen by name takes the other's.
      await division.fill('浦东');
      await page.getByRole('option').filter({ hasText: '310115' }).click();
      await expect(page.getByRole('list').filter({ hasText: '310115' }).getByText('999999')).toHaveCount(0);
      await field(page, locale, 'settings.website').fill('https://example.com/');
      await button(page, locale, 'settings.save').click();
      await expect(page.getByText(say(locale, 'settings.saved'), { exact: true })).toBeVisible();
      await field(page, locale, 'settings.nameZh').fill(`${firm.name} 新`);
      await button(page, locale, 'settings.save').click();
      await expect(page.getByText(say(locale, 'settings.savedWaits'), { exact: true })).toBeVisible();
      await page.reload();
      await expect(page.getByRole('note').filter({ hasText: `${firm.name} 新` })).toBeVisible();
      await expect(field(page, locale, 'settings.website')).toHaveValue('https://example.com/');
    });
  });
}
