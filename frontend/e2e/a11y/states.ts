import type { Page } from '@playwright/test';

import { expect, say, type Locale } from '../fixtures';
import { OPERATIONS } from '../operations';

/** Without these no page is shown at all: who is signed in, and what they may do. */
const NEEDED = ['Viewer', 'SessionRefresh', 'SignInPage', 'OperationPower', 'LatestEvents'];

export type State = 'loaded' | 'empty' | 'broken';

/**
 * From its next loading on, a page is as the server gives it, or has lists that hold nothing, or questions that get no answer.
 * It is arranged inside the page: requests that a test looks at take three times as long, and are kept by no cache.
 */
export const stage = async (page: Page): Promise<void> =>
  void (await page.addInitScript(arrange, { names: OPERATIONS, needed: NEEDED }));

/** What the page shows when it is loaded the next time. */
export const next = (page: Page, state: State): Promise<void> =>
  page.evaluate((state) => sessionStorage.setItem('stage', state), state);

/** Runs in the page before anything else. */
function arrange({ names, needed }: { names: Record<string, string>; needed: string[] }): void {
  const state = sessionStorage.getItem('stage') ?? 'loaded';
  // The page comes without answers, so that it has to ask: before its scripts run, and after it was read.
  document.addEventListener('readystatechange', () => {
    const boot = document.getElementById('boot');
    if (state === 'loaded' || document.readyState !== 'interactive' || !boot?.textContent) return;
    boot.textContent = JSON.stringify({ ...(JSON.parse(boot.textContent) as object), answers: [] });
  });

  /** The same answer, with nothing in its lists. */
  function emptied(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(emptied);
    if (!value || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => {
        if (name === 'nodes' || name === 'edges') return [name, []];
        if (name === 'totalCount') return [name, 0];
        if (name === 'hasNextPage') return [name, false];
        return [name, emptied(one)];
      }),
    );
  }

  const send = fetch;
  globalThis.fetch = async (address, request) => {
    if (address !== '/graphql') return send(address, request);
    const hash = /"sha256Hash":"([0-9a-f]{64})"/.exec(String(request?.body))?.[1] ?? '';
    const [kind, name = ''] = (names[hash] ?? '').split(' ');
    // Nothing that is tried here is done.
    const isRefused = kind !== 'query' && name !== 'SessionRefresh';
    if (isRefused || (state === 'broken' && !needed.includes(name))) return new Response('', { status: 503 });
    const answer = await send(address, request);
    if (state !== 'empty' || needed.includes(name)) return answer;
    return new Response(JSON.stringify(emptied(await answer.json())), answer);
  };
}

/** Nothing comes any more. The line to the server never ends: behind the sign-in there is no silence to wait for. */
export async function arrived(page: Page, isInside: boolean): Promise<void> {
  await page.locator('h1, h2, [role=alert]').locator('visible=true').first().waitFor();
  await page.locator('#main > *').first().waitFor();
  if (isInside) await page.locator('header a[href="/work/inbox"]').waitFor();
  await expect(page.locator('[aria-busy=true]:not(button)')).toHaveCount(0);
  if (new URL(page.url()).pathname === '/__kit') return;
  await expect(page.locator('#main [class*=skeleton]')).toHaveCount(0);
}

/** Presses everything that may open something, one after the other, and tells of what opened. */
export async function eachDialog(page: Page, look: (opener: string, part: string) => Promise<void>): Promise<void> {
  // What stands on every page is tried on two.
  const isFrame = ['/', '/work'].includes(new URL(page.url()).pathname);
  const openers = await page.evaluate((isFrame) => {
    const names = new Set<string>();
    const wanted = `#main button[type=button]${isFrame ? ', [aria-haspopup], [aria-expanded]' : ''}`;
    return [...document.querySelectorAll<HTMLButtonElement>(wanted)]
      .filter((button) => button.checkVisibility() && !button.disabled && button.ariaDisabled !== 'true')
      .filter((button) => !button.closest('dialog, thead, [role=listbox]'))
      .flatMap((button, place) => {
        const name = button.ariaLabel ?? button.textContent ?? '';
        // Rows have the same buttons.
        const kind = `${name.replace(/[“"「《].*/u, '')} ${button.className}`;
        if (names.has(kind)) return [];
        names.add(kind);
        button.dataset.opener = String(place);
        return [{ place, name }];
      });
  }, isFrame);
  const open = page.locator('dialog[open]');
  const address = page.url();
  for (const { place, name } of openers) {
    const opener = page.locator(`[data-opener="${place}"]`);
    if (!(await opener.isVisible()) || !(await opener.isEnabled())) continue;
    await opener.click();
    if (page.url() !== address) return;
    // Pressed, and gone: now, or in a moment.
    if ((await opener.count()) === 0) continue;
    const promised = await opener.getAttribute('aria-haspopup', { timeout: 1000 }).catch(() => undefined);
    if (promised === undefined) continue;
    // Some of it is loaded when it is wanted first.
    const patience = { timeout: promised ? 5000 : 250 };
    const isDialog = await open.waitFor(patience).then(
      () => true,
      () => false,
    );
    const isExpanded = !isDialog && (await opener.and(page.locator('[aria-expanded=true]')).count()) > 0;
    if (!isDialog && !isExpanded) continue;
    // What has gone behind the bar at the head is small for axe; a reader scrolls.
    if (!isDialog) await page.evaluate(() => scrollTo(0, 0));
    await look(name, isDialog ? 'dialog[open]' : 'body');
    await page.keyboard.press('Escape');
    if ((await opener.and(page.locator('[aria-expanded=true]')).count()) > 0) await opener.click();
    await expect(open, `Escape closes what ${name} opened`).toHaveCount(0);
    if ((await opener.count()) > 0) await expect(opener, `the focus is back on ${name}`).toBeFocused();
  }
}

/** What is said where a question got no answer. */
export const trouble = (page: Page, locale: Locale) =>
  page.getByRole('alert').filter({ hasText: say(locale, 'ui.trouble.unavailable') });
