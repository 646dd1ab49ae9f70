import { axe, expect, listen, LOCALES, signIn, speak, test } from '../fixtures';
import { askedBy } from '../operations';
import { theWorld, type World } from '../world';
import { clipped, hiddenFocus, motion, painted, sideways, spaceOut, wear } from './looks';
import { addressOf, isLookedAt, personFor, ROUTES } from './places';
import { arrived, eachDialog, next, stage } from './states';

/**
 * Every route, in both languages, wide and narrow, light and dark, loaded, empty, without an answer, and with everything open
 * that opens. A quarter of it, each route once, every other one in English and wide, unless E2E_MATRIX=all.
 */
const whole = process.env.E2E_MATRIX === 'all';
const routes = ROUTES.filter((_, place) => isLookedAt(place, 'matrix'));
const VIEWS = [
  { name: 'wide', width: 1440, height: 900, theme: 'light', other: 'dark' },
  { name: 'narrow', width: 360, height: 740, theme: 'dark', other: 'light' },
] as const;

let world: World;
test.beforeAll(async ({ baseURL }) => {
  world = await theWorld(baseURL ?? '');
});

// A question that gets no answer is named by the browser itself.
test.use({ allowErrors: /Failed to load resource/, contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(120_000);
test.describe.configure({ mode: 'parallel' });

for (const locale of LOCALES) {
  for (const view of VIEWS) {
    const mine = (_: string, place: number) =>
      whole || ((view.name === 'wide') === (locale === 'en') && (locale === 'en') === (place % 2 === 1));
    for (const route of routes.filter(mine)) {
      test(`${route} ${locale} ${view.name}`, async ({ page, context }) => {
        const person = personFor(route);
        const isInside = route.startsWith('/work');
        await speak(context, locale, { 'lianqiao-theme': view.theme });
        if (person) await signIn(context, person);
        await page.setViewportSize(view);
        await stage(page);
        await page.addInitScript(() => (window.print = () => undefined));
        const address = addressOf(route, world);
        await page.goto(address);
        await arrived(page, isInside);
        expect(await page.title()).not.toBe('');
        expect(await axe(page)).toEqual([]);
        expect(await sideways(page)).toEqual([]);
        expect(await clipped(page)).toEqual([]);
        expect(await motion(page)).toEqual([]);

        // The other theme differs in its colors.
        await wear(page, view.other);
        expect(await axe(page, { rules: ['color-contrast'] })).toEqual([]);
        await wear(page, view.theme);

        await eachDialog(page, async (opener, part) => {
          expect(await axe(page, { part }), opener).toEqual([]);
          expect(await sideways(page), opener).toEqual([]);
        });

        for (const state of ['empty', 'broken'] as const) {
          await next(page, state);
          await page.goto(address);
          await arrived(page, isInside);
          expect(await axe(page, { part: '#main' }), state).toEqual([]);
          expect(await sideways(page), state).toEqual([]);
        }
      });
    }
  }
}

/** What readers may change about a page: how wide it is, spaces, colors, and that they have no mouse. */
for (const route of ROUTES.filter((_, place) => isLookedAt(place, 'reader'))) {
  test(`${route} as a reader sets it`, async ({ page, context }) => {
    const person = personFor(route);
    await speak(context, 'zh-CN');
    if (person) await signIn(context, person);
    const sent = listen(page);
    await page.emulateMedia({ forcedColors: 'active' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(addressOf(route, world));
    await arrived(page, route.startsWith('/work'));
    // Nothing is asked twice, and not much at all. An inbox that was empty is asked for once more when the line opens.
    const asked = sent.filter((body) => askedBy(body).name !== 'Inbox');
    expect(asked).toEqual([...new Set(asked)]);
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(await hiddenFocus(page)).toEqual([]);
    // 1280 wide at 400 % are 320, and a window of 640 is one of 1280 at 200 %.
    for (const width of [640, 320]) {
      await page.setViewportSize({ width, height: 720 });
      await painted(page);
      expect(await sideways(page), `${width}`).toEqual([]);
    }
    expect(await hiddenFocus(page)).toEqual([]);
    await spaceOut(page);
    expect(await sideways(page), 'spaced out').toEqual([]);
    expect(await clipped(page), 'spaced out').toEqual([]);
  });
}
