import type { Page } from '@playwright/test';
import vm from 'node:vm';

import { expect, signIn, speak, test } from '../fixtures';
import { theWorld, type World } from '../world';
import { clipped, sideways } from './looks';
import { addressOf, isLookedAt, personFor, ROUTES } from './places';
import { arrived } from './states';

/** A piece of a message as the build has it: a literal has type 0, others hold pieces of their own. */
interface Piece {
  type: number;
  value?: string;
  options?: Record<string, { value: Piece[] }>;
  children?: Piece[];
}

const ACCENTS: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
};

/** Words of a language that nobody speaks: with accents, and longer by three fifths. */
function stretch(text: string): string {
  const accented = text.replace(/[aeiou]/gi, (letter) => ACCENTS[letter] ?? letter);
  // Words grow, not their number: what cannot be broken is what does not fit.
  return accented.replace(/\p{L}+/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.6)).toLowerCase());
}

function stretched(pieces: Piece[]): Piece[] {
  return pieces.map((piece) => ({
    ...piece,
    ...(piece.type === 0 ? { value: stretch(piece.value ?? '') } : {}),
    ...(piece.children ? { children: stretched(piece.children) } : {}),
    ...(piece.options
      ? {
          options: Object.fromEntries(
            Object.entries(piece.options).map(([name, { value }]) => [name, { value: stretched(value) }]),
          ),
        }
      : {}),
  }));
}

/** Puts that language in the place of English, as its words come from the server: the product knows nothing of it. */
async function speakPseudo(page: Page): Promise<void> {
  await page.route(/\/assets\/(shell|work)\.en-[\w-]+\.js$/, async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    const [, object = '', name = ''] =
      /^(?:var|const) \w+=(\{[\s\S]*\});?\s*export\s*\{\w+ as (\w+)\}/.exec(text) ?? [];
    if (!object) throw new Error(`the build writes messages in another way: ${text.slice(0, 80)} … ${text.slice(-80)}`);
    const messages = vm.runInNewContext(`(${object})`) as Record<string, Piece[]>;
    const told = Object.fromEntries(Object.entries(messages).map(([id, pieces]) => [id, stretched(pieces)]));
    const body = `const told=${JSON.stringify(told)};export{told as ${name}};`;
    return route.fulfill({ response, body });
  });
}

let world: World;
test.beforeAll(async ({ baseURL }) => {
  world = await theWorld(baseURL ?? '');
});
test.describe.configure({ mode: 'parallel' });

for (const route of ROUTES.filter((_, place) => isLookedAt(place, 'words'))) {
  test(`${route} in long words`, async ({ page, context }) => {
    const person = personFor(route);
    await speak(context, 'en');
    if (person) await signIn(context, person);
    await speakPseudo(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(addressOf(route, world));
    await arrived(page, route.startsWith('/work'));
    await expect(page.getByRole('contentinfo')).toContainText(/[áéíóú]/);
    expect(await clipped(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await clipped(page), 'narrow').toEqual([]);
    expect(await sideways(page), 'narrow').toEqual([]);
  });
}
