import type { BrowserContext, Page } from '@playwright/test';
import fs from 'node:fs';

import { expect, say, type Locale } from './fixtures';

export const PASSWORD = 'lianqiao-demo-2026';
export const address = (name: string) => `${name}@demo.lianqiao.example`;

interface Answer {
  data: Record<string, unknown>;
}

/** Signs in without the page, which has journeys of its own. */
export async function enter(context: BrowserContext, who: string, password = PASSWORD): Promise<void> {
  const email = who.includes('@') ? who : address(who);
  const answer = await context.request.post('/graphql', {
    headers: { 'x-lianqiao-csrf': '1' },
    data: {
      query: 'mutation($input: LogInInput!) { logIn(input: $input) { userErrors { message } } }',
      variables: { input: { email, password, transport: 'COOKIE' } },
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

/** The address that the newest mail to somebody leads to, below a path of ours. */
export async function mailed(email: string, path: string): Promise<string> {
  const folder = process.env.E2E_MAIL ?? '';
  const link = new RegExp(`https?://\\S*?${path}\\?token=[\\w.~-]+`);
  const look = () => {
    // What is still being written has another name.
    const mails = fs.readdirSync(folder).filter((name) => name.endsWith('.eml'));
    const age = (name: string) => fs.statSync(`${folder}/${name}`).mtimeMs;
    for (const name of mails.sort((a, b) => age(b) - age(a))) {
      const mail = fs.readFileSync(`${folder}/${name}`, 'utf8');
      if (!mail.includes(email)) continue;
      const text = mail.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
      const parts = text.split(/\r?\n\r?\n/).map((part) => Buffer.from(part, 'base64').toString());
      const found = [text, ...parts].map((part) => link.exec(part)?.[0]).find(Boolean);
      if (found) return found;
    }
    return undefined;
  };
  await expect.poll(look, { timeout: 20_000 }).toBeTruthy();
  return look() ?? '';
}

export const inviteLink = (email: string): Promise<string> => mailed(email, '/invitation');
