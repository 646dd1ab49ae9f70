import { randomUUID } from 'node:crypto';

import { appointed, appointing, begun, stepping } from '../advising';
import { expect, LOCALES, say, settled, signIn, speak, test, violations } from '../fixtures';
import { enter } from '../office';
import { Person } from '../person';

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.setTimeout(120_000);
    test.beforeEach(({ context }) => speak(context, locale));

    test('a case whose mandate is over leaves its advisor the own notes, and a place to find them', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Left');
      const { firm, id } = await begun(base, counsel, 'The tower');
      await enter(context, counsel.email, counsel.password);
      await page.goto('/work/advising');
      await settled(page);
      const part = page.getByRole('region', { name: say(locale, 'advising.ownNotes') });
      await expect(page.getByRole('link', { name: 'The tower', exact: true })).toBeVisible();
      await expect(part).toHaveCount(0);

      const { mandates } = await firm.owner.person.ask<{ mandates: { nodes: { id: string; version: number }[] } }>(
        'query ($id: ID!) { mandates(first: 1, filter: { advisorId: $id, active: true }) { nodes { id version } } }',
        { id: counsel.id },
      );
      const [mandate] = mandates.nodes;
      await firm.owner.person.act('mandateEnd', { id: mandate?.id, expectedVersion: mandate?.version });
      for (const view of ['/work/advising', '/work/advising?view=table']) {
        await page.goto(view);
        await settled(page);
        await expect(page.getByRole('link', { name: 'The tower', exact: true })).toHaveCount(0);
        await expect(part.getByRole('link')).toHaveAttribute('href', `/work/cases/${id}`);
      }
      expect(await violations(page)).toEqual([]);
      const { brokerCase } = await counsel.person.ask<{ brokerCase: { lastLogAt: string | null } }>(
        'query ($id: ID!) { brokerCase(id: $id) { lastLogAt } }',
        { id },
      );
      expect(brokerCase.lastLogAt).not.toBeNull();
      // The words before the time are enough: how a time is written is shown elsewhere.
      await expect(part).toContainText(String(say(locale, 'advising.ownNotes.last').split('{')[0]));
      await part.getByRole('link').click();
      await expect(page.getByText(say(locale, 'advising.case.notesOnly'))).toBeVisible();
      await expect(page.getByText('Looked at the tower')).toBeVisible();

      // Somebody else has it, and the notes are still there.
      await stepping(await Person.enter(base, 'operator'), 'caseRelease', id, { reason: 'The mandate is over.' });
      await page.goto('/work/advising');
      await expect(part.getByRole('link')).toHaveCount(1);
    });

    test('whoever assigns reads the ties that were declared in words', async ({ page, context, baseURL }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Tied');
      const name = `Coating works ${randomUUID().slice(0, 8)}`;
      await counsel.person.act('advisorConflictDeclare', {
        advisorId: counsel.id,
        kind: 'CONSULTING',
        name,
        idempotencyKey: randomUUID(),
      });
      await signIn(context, 'operator');
      await page.goto('/work/operation/assignment');
      await settled(page);
      const line = page.getByText(name).last();
      await expect(line).toContainText(say(locale, 'enum.ConflictKind.CONSULTING'));
      expect(await violations(page)).toEqual([]);
      await line.getByRole('link').click();
      await expect(page).toHaveURL(new RegExp(`/work/operation/advisors/${counsel.id}`));
      await expect(page.getByText(name)).toHaveCount(1);
      // Out of the way of other journeys.
      await appointing(counsel.person, 'advisorPause', counsel.id);
    });
  });
}
