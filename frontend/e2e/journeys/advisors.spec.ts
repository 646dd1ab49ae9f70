import {
  accepted,
  appointed,
  assigned,
  begun,
  caseNow,
  confirmed,
  day,
  filed,
  introduced,
  noted,
  ready,
} from '../advising';
import { called, input, inside, stands, step } from '../case';
import { expect, LOCALES, say, signIn, speak, test } from '../fixtures';
import { verified } from '../firm';
import { draft } from '../need';
import { button, enter, fill } from '../office';
import { Person } from '../person';

// What is not shown has a page that says so.
test.use({ allowErrors: /status of 404/ });

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));
    test.setTimeout(120_000);

    test('J11 an enterprise asks for help, the operator gives the case to somebody, and a mandate opens it', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, `Counsel ${locale}`);
      const firm = await verified(base, '上海远帆临港新材料有限公司');
      const need = await draft(firm, 'Blistering tower');
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto(`/work/demands/${need.id}`);
      await button(page, locale, 'advising.help.ask').click();
      await input(page, locale, 'advising.help.note').fill('Please call in the morning.');
      await inside(page, locale, 'advising.help.send').click();
      await expect(page).toHaveURL(/\/work\/cases\//);
      const address = page.url();
      const id = address.split('/').at(-1) ?? '';
      await stands(page, locale, 'enum.CaseState.OPEN');

      // The operator sees the plan, and who could have it otherwise, each with what speaks for them.
      await signIn(context, 'operator');
      await page.goto('/work/operation/assignment');
      const line = page.getByRole('listitem').filter({ hasText: 'Blistering tower' }).last();
      await line.getByRole('button', { name: say(locale, 'advising.assign.other'), exact: true }).click();
      await inside(page, locale, 'advising.assign.take').click();
      await expect(page.getByRole('dialog').getByText(say(locale, 'ui.required'), { exact: true })).toBeVisible();
      await page
        .getByRole('dialog')
        .getByRole('radio', { name: new RegExp(counsel.name) })
        .check();
      await inside(page, locale, 'advising.assign.take').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      expect((await caseNow(firm.owner.person, id)).state).toBe('ASSIGNED');

      // The advisor takes it, and cannot begin: nobody has called, and nothing allows it.
      await enter(context, counsel.email, counsel.password);
      await page.goto(address);
      await button(page, locale, 'enum.CaseTransition.ACCEPT').click();
      await page.getByRole('dialog').getByRole('checkbox').check();
      await inside(page, locale, 'enum.CaseTransition.ACCEPT').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(button(page, locale, 'enum.CaseTransition.START')).toBeDisabled();
      await button(page, locale, 'advising.notes.add').click();
      // Nothing is said to the client that nobody chose or wrote.
      await inside(page, locale, 'advising.notes.save').click();
      for (const id of ['kind', 'place', 'duration', 'summary'])
        await expect(input(page, locale, `advising.notes.${id}`)).toHaveAttribute('aria-invalid', 'true');
      await input(page, locale, 'advising.notes.visibility').selectOption('OWN');
      await expect(input(page, locale, 'advising.notes.summary')).not.toHaveAttribute('aria-invalid', 'true');
      await input(page, locale, 'advising.notes.visibility').selectOption('CLIENT');
      await called(page, locale);
      await input(page, locale, 'advising.notes.when').fill('2020-01-01T10:00');
      await input(page, locale, 'advising.notes.summary').fill('They coat in the open; dew gets below the primer.');
      await inside(page, locale, 'advising.notes.save').click();
      await expect(input(page, locale, 'advising.notes.when')).toHaveAttribute('aria-invalid', 'true');
      await page.keyboard.press('Escape');
      await inside(page, locale, 'ui.dialog.drop').click();
      await button(page, locale, 'advising.notes.add').click();
      await called(page, locale);
      await input(page, locale, 'advising.notes.summary').fill('They coat in the open; dew gets below the primer.');
      await input(page, locale, 'advising.notes.participants').fill('Wang; Li');
      await input(page, locale, 'advising.notes.nextStep').fill('Send a sample');
      await input(page, locale, 'advising.notes.nextDue').fill(day(3));
      // Two files go with it, and one of them does not after all.
      const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
      await input(page, locale, 'advising.notes.files').setInputFiles([
        file('dew point.txt', 'twelve degrees'),
        file('wrong.txt', 'another client'),
      ]);
      await page
        .getByRole('dialog')
        .getByRole('button', {
          name: fill(locale, 'advising.notes.files.remove', { name: 'wrong.txt' }),
          exact: true,
        })
        .click();
      await inside(page, locale, 'advising.notes.save').click();
      await expect(page.getByText('They coat in the open; dew gets below the primer.')).toBeVisible();
      await expect(page.getByText('wrong.txt')).toHaveCount(0);
      const arriving = page.waitForEvent('download');
      await page.getByRole('link', { name: 'dew point.txt', exact: true }).click();
      expect((await arriving).suggestedFilename()).toBe('dew point.txt');
      await expect(button(page, locale, 'enum.CaseTransition.START')).toBeDisabled();

      // Only the client opens it, until a day that the rules allow.
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto(address);
      await button(page, locale, 'advising.mandate.grant').click();
      await inside(page, locale, 'advising.mandate.grant').click();
      const until = input(page, locale, 'advising.mandate.until');
      await expect(until).toHaveAttribute('aria-invalid', 'true');
      await until.fill(day(5000));
      await inside(page, locale, 'advising.mandate.grant').click();
      await expect(until).toHaveAttribute('aria-invalid', 'true');
      await until.fill(day(60));
      await inside(page, locale, 'advising.mandate.grant').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await stands(page, locale, 'enum.MandateState.ACTIVE');

      await enter(context, counsel.email, counsel.password);
      await page.goto(address);
      await step(page, locale, 'START');
      await stands(page, locale, 'enum.CaseState.IN_SERVICE');
    });

    test('J11 an introduction, an outcome, both sides and an operator, a payment, an opinion', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Paid');
      const made = await begun(base, counsel, 'From call to pay');
      const address = `/work/cases/${made.id}`;
      await enter(context, counsel.email, counsel.password);
      await page.goto(address);
      await expect(button(page, locale, 'enum.CaseTransition.MATCH')).toBeDisabled();
      await button(page, locale, 'advising.introductions.add').click();
      await inside(page, locale, 'advising.introductions.save').click();
      await expect(input(page, locale, 'advising.introductions.note')).toHaveAttribute('aria-invalid', 'true');
      await input(page, locale, 'advising.partner.find.all').fill('复旦大学');
      await page.keyboard.press('Enter');
      await page
        .getByRole('dialog')
        .getByRole('radio', { name: /^(复旦大学|Fudan University)/ })
        .first()
        .check();
      await input(page, locale, 'advising.introductions.note').fill('They have a coating that may do.');
      await inside(page, locale, 'advising.introductions.save').click();
      // The demand does not name its owner, an introduction does: not before the client has agreed.
      await expect(input(page, locale, 'advising.introductions.agreed')).toHaveAttribute('aria-invalid', 'true');
      await input(page, locale, 'advising.introductions.agreed').check();
      await inside(page, locale, 'advising.introductions.save').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await stands(page, locale, 'enum.IntroductionState.RECORDED');

      // The other side says that it was so, on the page where a message leads.
      await signIn(context, 'head.fudan');
      await page.goto('/work/introductions');
      const line = page.getByRole('listitem').filter({ hasText: made.firm.name }).first();
      await line.getByRole('button', { name: say(locale, 'advising.introductions.yes'), exact: true }).click();
      await inside(page, locale, 'advising.introductions.yes').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);

      await enter(context, counsel.email, counsel.password);
      await page.goto(address);
      await step(page, locale, 'MATCH');
      await button(page, locale, 'advising.outcomes.file').click();
      await input(page, locale, 'advising.outcomes.amount').fill('eighty');
      await input(page, locale, 'advising.outcomes.signedOn').fill(day(0));
      await input(page, locale, 'advising.outcomes.hash').fill('not a hash');
      await inside(page, locale, 'advising.outcomes.file.go').click();
      await expect(input(page, locale, 'advising.outcomes.amount')).toHaveAttribute('aria-invalid', 'true');
      await input(page, locale, 'advising.outcomes.amount').fill('80,000');
      await inside(page, locale, 'advising.outcomes.file.go').click();
      await expect(input(page, locale, 'advising.outcomes.hash')).toHaveAttribute('aria-invalid', 'true');
      // The contract itself stays here.
      await page
        .getByRole('dialog')
        .locator('input[type=file]')
        .setInputFiles({
          name: 'contract.pdf',
          mimeType: 'application/pdf',
          buffer: Buffer.from(`${made.id} ${locale}`),
        });
      await expect(input(page, locale, 'advising.outcomes.hash')).toHaveValue(/^[0-9a-f]{64}$/);
      await inside(page, locale, 'advising.outcomes.file.go').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await step(page, locale, 'CONTRACT');
      await step(page, locale, 'TRACK');
      await expect(button(page, locale, 'enum.CaseTransition.SUCCEED')).toBeDisabled();

      for (const [who, password] of [
        [made.firm.owner.email, made.firm.owner.password],
        ['head.fudan', undefined],
      ] as const) {
        await enter(context, who, password);
        await page.goto('/work/introductions?tab=outcomes');
        const outcome = page.getByRole('listitem').filter({ hasText: made.firm.name }).first();
        await outcome.getByRole('button', { name: say(locale, 'advising.outcomes.confirm'), exact: true }).click();
        await inside(page, locale, 'advising.outcomes.confirm').click();
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }

      await signIn(context, 'operator');
      await page.goto('/work/operation/outcomes');
      const waiting = page.getByRole('listitem').filter({ hasText: 'From call to pay' }).first();
      await waiting.getByRole('button', { name: say(locale, 'advising.decide.yes'), exact: true }).click();
      await inside(page, locale, 'advising.decide.yes').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.goto('/work/operation/outcomes?show=decided');
      await page.getByLabel(say(locale, 'advising.subsidies.from'), { exact: true }).fill(day(-30));
      await page.getByLabel(say(locale, 'advising.subsidies.until'), { exact: true }).fill(day(0));
      await expect(page.getByText(say(locale, 'advising.subsidies.validated'), { exact: true })).toBeVisible();
      const table = page.waitForEvent('download');
      await page.locator('a[href^="/exports/subsidies.csv"]').click();
      expect((await table).suggestedFilename()).toMatch(/^subsidies.*\.csv$/);
      await waiting.getByRole('button', { name: say(locale, 'advising.fees.add'), exact: true }).click();
      // A fee that no mandate speaks of is none.
      await input(page, locale, 'advising.fees.kind').selectOption('FEE');
      await input(page, locale, 'advising.fees.payer').fill('Yangpu');
      await input(page, locale, 'advising.fees.basis').fill('Notice 11 of 2024');
      await input(page, locale, 'advising.outcomes.amount').fill('5000');
      await inside(page, locale, 'advising.fees.save').click();
      await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
      await input(page, locale, 'advising.fees.kind').selectOption('SUBSIDY');
      await inside(page, locale, 'advising.fees.save').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      // One that was noted by mistake is cancelled, with the reason; it stays readable.
      await waiting.getByRole('button', { name: say(locale, 'advising.fees.add'), exact: true }).click();
      await input(page, locale, 'advising.fees.payer').fill('Xuhui');
      await input(page, locale, 'advising.fees.basis').fill('The wrong district');
      await input(page, locale, 'advising.outcomes.amount').fill('700');
      await inside(page, locale, 'advising.fees.save').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      const cancel = fill(locale, 'advising.fees.cancel.of', { payer: 'Xuhui' });
      await waiting.getByRole('button', { name: cancel, exact: true }).click();
      await inside(page, locale, 'advising.fees.cancel').click();
      await expect(page.getByRole('dialog').getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
      await page.getByRole('dialog').getByRole('textbox').fill('It is Yangpu that pays.');
      await inside(page, locale, 'advising.fees.cancel').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(waiting.getByText('It is Yangpu that pays.', { exact: true })).toBeVisible();
      await expect(waiting.getByRole('button', { name: cancel, exact: true })).toHaveCount(0);
      await waiting
        .getByRole('button', { name: fill(locale, 'advising.fees.arrived.of', { payer: 'Yangpu' }), exact: true })
        .click();
      await inside(page, locale, 'advising.fees.arrived').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);

      // The advisor follows up first, which takes a month; an operator may end it before.
      await enter(context, counsel.email, counsel.password);
      await page.goto(address);
      await expect(button(page, locale, 'enum.CaseTransition.SUCCEED')).toBeDisabled();
      await signIn(context, 'operator');
      await page.goto(address);
      await step(page, locale, 'SUCCEED');
      await stands(page, locale, 'enum.CaseState.CLOSED_SUCCESS');
      // What the client thinks the advisor does not read.
      await enter(context, made.firm.owner.email, made.firm.owner.password);
      await page.goto(address);
      await button(page, locale, 'advising.rating.go').click();
      await inside(page, locale, 'advising.rating.send').click();
      await expect(page.getByRole('dialog').getByText(say(locale, 'ui.required'), { exact: true })).toBeVisible();
      await page.getByRole('dialog').getByRole('radio').first().check();
      await inside(page, locale, 'advising.rating.send').click();
      await expect(page.getByText(fill(locale, 'advising.rating.of', { score: '5' }))).toBeVisible();
      await enter(context, counsel.email, counsel.password);
      await page.goto(address);
      await stands(page, locale, 'enum.CaseState.CLOSED_SUCCESS');
      await expect(page.getByText(fill(locale, 'advising.rating.of', { score: '5' }))).toHaveCount(0);
    });

    test('a tie that was disclosed stops the work until the client consents; a no gives the case back', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Tied');
      const made = await ready(base, counsel, 'Tied case');
      const tell = async (id: string, handling: string) => {
        await enter(context, counsel.email, counsel.password);
        await page.goto(`/work/cases/${id}`);
        await button(page, locale, 'advising.ties.tell').click();
        await inside(page, locale, 'advising.ties.send').click();
        await expect(input(page, locale, 'advising.ties.note')).toHaveAttribute('aria-invalid', 'true');
        await input(page, locale, 'advising.ties.note').fill('I was paid for advice last year.');
        await page
          .getByRole('dialog')
          .getByRole('radio', { name: say(locale, `enum.ConflictHandling.${handling}`), exact: true })
          .check();
        await inside(page, locale, 'advising.ties.send').click();
        await expect(page.getByRole('dialog')).toHaveCount(0);
      };
      await tell(made.id, 'DISCLOSE_AND_CONSENT');
      await expect(button(page, locale, 'enum.CaseTransition.START')).toBeDisabled();
      await enter(context, made.firm.owner.email, made.firm.owner.password);
      await page.goto('/work/introductions?tab=ties');
      await expect(page.getByText('I was paid for advice last year.')).toBeVisible();
      await button(page, locale, 'advising.ties.yes').click();
      await inside(page, locale, 'advising.ties.yes').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await enter(context, counsel.email, counsel.password);
      await page.goto(`/work/cases/${made.id}`);
      await expect(button(page, locale, 'enum.CaseTransition.START')).toBeEnabled();

      const other = await accepted(base, counsel, 'Refused case');
      await tell(other.id, 'DISCLOSE_AND_CONSENT');
      await enter(context, other.firm.owner.email, other.firm.owner.password);
      await page.goto(`/work/cases/${other.id}`);
      await button(page, locale, 'advising.ties.no').click();
      await inside(page, locale, 'advising.ties.no').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      expect((await caseNow(other.firm.owner.person, other.id)).state).toBe('OPEN');
    });

    test('a mandate that was ended leaves the own notes and nothing else', async ({ page, context, baseURL }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Former');
      const made = await begun(base, counsel, 'Secret tower');
      await noted(counsel, made.id, { kind: 'DIAGNOSIS', summary: 'My own view of it.', visibility: 'OWN' });
      await enter(context, made.firm.owner.email, made.firm.owner.password);
      await page.goto('/work/advisors?tab=mandates');
      await button(page, locale, 'advising.mandate.end').click();
      await inside(page, locale, 'advising.mandate.end').click();
      await expect(page.getByRole('dialog').getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
      await page.getByRole('dialog').getByRole('textbox').fill('We go on by ourselves.');
      await inside(page, locale, 'advising.mandate.end').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await stands(page, locale, 'enum.MandateState.ENDED');

      await enter(context, counsel.email, counsel.password);
      await page.goto(`/work/cases/${made.id}`);
      await expect(page.getByText(say(locale, 'advising.case.notesOnly'))).toBeVisible();
      await expect(page.getByText('My own view of it.')).toBeVisible();
      await expect(page.getByText('Secret tower')).toHaveCount(0);
      await expect(page.getByText(made.firm.name)).toHaveCount(0);
      await expect(button(page, locale, 'advising.notes.add')).toHaveCount(0);
      // What is still theirs to do is to give it back.
      await step(page, locale, 'RELEASE', 'The mandate is over.');
      expect((await caseNow(made.firm.owner.person, made.id)).state).toBe('OPEN');
      await expect(page.getByText('My own view of it.')).toBeVisible();
      await page.goto('/work/advising/clients');
      await stands(page, locale, 'enum.MandateState.ENDED');
    });

    test('what is disputed, refused, handed back, given up or withdrawn is said, with the reason', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Unlucky');
      const disputed = await begun(base, counsel, 'Disputed');
      await introduced(base, counsel, disputed.id, false);
      await signIn(context, 'head.fudan');
      await page.goto('/work/introductions');
      const line = page.getByRole('listitem').filter({ hasText: disputed.firm.name }).first();
      await line.getByRole('button', { name: say(locale, 'advising.introductions.no'), exact: true }).click();
      await inside(page, locale, 'advising.introductions.no').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(line.getByText(say(locale, 'enum.NoCredit.DISPUTED'), { exact: true }).first()).toBeVisible();
      // A message leads to the one that it is about.
      const { brokerCase } = await counsel.person.ask<{ brokerCase: { introductions: { id: string }[] } }>(
        'query ($id: ID!) { brokerCase(id: $id) { introductions { id } } }',
        { id: disputed.id },
      );
      await page.goto(`/work/introductions/${brokerCase.introductions[0]?.id}`);
      await stands(page, locale, 'enum.NoCredit.DISPUTED');

      const refused = await filed(base, counsel, 'Refused outcome');
      await confirmed(refused.firm.owner.person, refused.outcome);
      await confirmed(await Person.enter(base, 'head.fudan'), refused.outcome);
      await signIn(context, 'operator');
      await page.goto(`/work/outcomes/${refused.outcome}`);
      await button(page, locale, 'advising.decide.no').click();
      await inside(page, locale, 'advising.decide.no').click();
      await expect(page.getByRole('dialog').getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
      await page.getByRole('dialog').getByRole('textbox').fill('The contract is not signed.');
      await inside(page, locale, 'advising.decide.no').click();
      await stands(page, locale, 'enum.OutcomeState.REFUSED');

      await enter(context, counsel.email, counsel.password);
      await page.goto(`/work/cases/${disputed.id}`);
      await button(page, locale, 'advising.tasks.add').click();
      await input(page, locale, 'advising.tasks.title').fill('Call again');
      await input(page, locale, 'advising.tasks.dueOn').fill('2020-01-01');
      await inside(page, locale, 'advising.tasks.save').click();
      await expect(input(page, locale, 'advising.tasks.dueOn')).toHaveAttribute('aria-invalid', 'true');
      await input(page, locale, 'advising.tasks.dueOn').fill(day(2));
      await inside(page, locale, 'advising.tasks.save').click();
      await page
        .getByRole('button', { name: fill(locale, 'advising.tasks.finish.one', { title: 'Call again' }), exact: true })
        .click();
      await expect(page.getByRole('status').getByText(say(locale, 'advising.tasks.finished'))).toBeVisible();
      await step(page, locale, 'RELEASE', 'I move away.');
      expect((await caseNow(disputed.firm.owner.person, disputed.id)).state).toBe('OPEN');

      const nothing = await begun(base, counsel, 'Nothing fits');
      await page.goto(`/work/cases/${nothing.id}`);
      await step(page, locale, 'GIVE_UP', 'Nobody has it yet.');
      await stands(page, locale, 'enum.CaseState.CLOSED_NO_FIT');
      const over = await assigned(base, counsel, 'Bought one');
      await enter(context, over.firm.owner.email, over.firm.owner.password);
      await page.goto('/work/cases');
      await page.getByRole('link', { name: 'Bought one', exact: true }).click();
      await step(page, locale, 'WITHDRAW', 'We bought one.');
      await stands(page, locale, 'enum.CaseState.CLOSED_WITHDRAWN');
      await expect(page.getByText('We bought one.', { exact: true })).toBeVisible();
      // It is nobody else's business.
      await signIn(context, 'owner.yuxin');
      await page.goto(`/work/cases/${over.id}`);
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
    });
  });
}
