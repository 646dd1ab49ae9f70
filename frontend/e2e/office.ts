import type { BrowserContext, Page } from '@playwright/test';
import fs from 'node:fs';

import { expect, say, type Locale } from './fixtures';

export const PASSWORD = 'lianqiao-demo-2026';
export const address = (name: string) => `${name}@demo.lianqiao.example`;

interface Answer {
  data: Record<string, unknown>;
}

/** Signs in without the page, which has journeys of its own. */
export async function enter(context: BrowserContext, name: string): Promise<void> {
  const answer = await context.request.post('/graphql', {
    headers: { 'x-lianqiao-csrf': '1' },
    data: {
      query: 'mutation($input: LogInInput!) { logIn(input: $input) { userErrors { message } } }',
      variables: { input: { email: address(name), password: PASSWORD, transport: 'COOKIE' } },
    },
  });
  expect(((await answer.json()) as { data: { logIn: unknown } }).data.logIn).toEqual({ userErrors: [] });
}

/** Asks in the name of whoever is signed in. */
export async function ask(context: BrowserContext, query: string): Promise<Answer> {
  const answer = await context.request.post('/graphql', { headers: { 'x-lianqiao-csrf': '1' }, data: { query } });
  return (await answer.json()) as Answer;
}

/** A message with its values put in. */
export const fill = (locale: Locale, id: string, values: Record<string, string>) =>
  Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), say(locale, id));

/** A credit code that no organization has: 17 characters and the one that follows from them (GB 32100). */
export function creditCode(seed: number): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const begin = `91310110MA${String(seed % 10_000_000).padStart(7, '0')}`;
  let [sum, weight] = [0, 1];
  for (const letter of begin) {
    sum += alphabet.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return begin + alphabet[(31 - (sum % 31)) % 31];
}

export const button = (page: Page, locale: Locale, id: string) =>
  page.getByRole('button', { name: say(locale, id), exact: true });
export const field = (page: Page, locale: Locale, id: string) => page.getByLabel(say(locale, id), { exact: true });

/** The link of the newest mail to an address. */
export async function linkTo(email: string): Promise<string> {
  const folder = process.env.E2E_MAIL ?? '';
  let found: string | undefined;
  await expect
    .poll(
      () => {
        const mail = fs
          .readdirSync(folder)
          .map((name) => fs.readFileSync(`${folder}/${name}`, 'utf8'))
          .find((text) => text.includes(email));
        const text = mail?.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
        const blocks = [
          text ?? '',
          ...(text?.split(/\r?\n\r?\n/) ?? []).map((part) => Buffer.from(part, 'base64').toString()),
        ];
        found = blocks.map((block) => /https?:\/\/\S*?\/invitation\?token=[\w.~-]+/.exec(block)?.[0]).find(Boolean);
        return found;
      },
      { timeout: 20_000 },
    )
    .toBeTruthy();
  return found ?? '';
}
