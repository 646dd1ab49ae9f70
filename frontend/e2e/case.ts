import type { Page } from '@playwright/test';

import { expect, say, type Locale } from './fixtures';
import { button } from './office';

/** A button of the dialog. */
export const inside = (page: Page, locale: Locale, id: string) =>
  page.getByRole('dialog').getByRole('button', { name: say(locale, id), exact: true });
/** A field of the dialog. */
export const input = (page: Page, locale: Locale, id: string) =>
  page.getByRole('dialog').getByLabel(say(locale, id), { exact: true });
/** Whether a page says something. */
export const stands = (page: Page, locale: Locale, id: string) =>
  expect(page.getByText(say(locale, id), { exact: true }).first()).toBeVisible();

/** A step of a case: asked for, confirmed, done. */
export async function step(page: Page, locale: Locale, name: string, reason?: string) {
  await button(page, locale, `enum.CaseTransition.${name}`).click();
  if (reason) await page.getByRole('dialog').getByRole('textbox').fill(reason);
  await inside(page, locale, `enum.CaseTransition.${name}`).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** What was done, where and how long. */
export async function called(page: Page, locale: Locale) {
  await input(page, locale, 'advising.notes.kind').selectOption('INTAKE');
  await input(page, locale, 'advising.notes.place').selectOption('ONSITE');
  await input(page, locale, 'advising.notes.duration').fill('30');
}
