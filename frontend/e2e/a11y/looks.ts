import type { Page } from '@playwright/test';

/** What was changed is laid out, by the page too: it learns of it in the next frame. */
export const painted = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

/** Letters that do not fit into what they stand in: buttons, tabs, heads of tables, links that look like buttons. */
export const clipped = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, [role=tab], th, a[class*=button], summary, legend')]
      .filter((element) => {
        const { display, overflow, fontSize } = getComputedStyle(element);
        const isSeen = element.checkVisibility() && element.clientWidth > 1 && element.clientHeight > 1;
        // The empty half of a Chinese mark may stand over the end of a line.
        const over = overflow === 'visible' ? parseFloat(fontSize) / 2 : 0;
        return isSeen && display !== 'inline' && element.scrollWidth > element.clientWidth + over;
      })
      .map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}: ${element.textContent}`),
  );

/** By how much the page is wider than the window, and what is. */
export const sideways = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.getBoundingClientRect().right > wide + 1 && element.children.length === 0)
      .slice(0, 5)
      .map((element) => `${element.tagName}.${element.className}: ${element.textContent?.slice(0, 60)}`)
      .concat(`the page is ${document.documentElement.scrollWidth} wide`);
  });

/** Spaces as readers may set them (WCAG 1.4.12). */
export const spaceOut = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }' +
        'p { margin-bottom: 2em !important }',
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });

/** Everything that can have the focus: where it is covered by something that stays, or nothing shows that it has it. */
export async function hiddenFocus(page: Page): Promise<string[]> {
  // From now on the focus came from the keyboard.
  await page.keyboard.press('Tab');
  return page.evaluate(() => {
    const found: string[] = [];
    const wanted = 'a[href], button, input, select, textarea, summary, [tabindex]';
    for (const element of document.querySelectorAll<HTMLElement>(wanted)) {
      if (element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true })) continue;
      element.focus();
      if (document.activeElement !== element) continue;
      for (const animation of document.getAnimations()) animation.finish();
      const name = `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40)}`;
      const marks = [element, element.parentElement, element.nextElementSibling, element.closest('label, li, td')];
      const isMarked = marks.some((mark) => {
        const { outlineStyle, outlineWidth } = mark
          ? getComputedStyle(mark)
          : { outlineStyle: 'none', outlineWidth: '0' };
        return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
      });
      if (!isMarked) found.push(`nothing shows the focus: ${name}`);
      const { left, top, width, height } = element.getBoundingClientRect();
      const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [left + x * width, top + y * height]));
      const isSeen = points.some(([x = 0, y = 0]) => {
        const there = document.elementFromPoint(x, y);
        return (
          there && (element.contains(there) || there.contains(element) || there.closest('label')?.contains(element))
        );
      });
      if (!isSeen) found.push(`covered: ${name}`);
    }
    return found;
  });
}

/** What moves although the reader asked for no motion. */
export const motion = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const seconds = (text: string) => Math.max(...text.split(',').map((one) => parseFloat(one)));
    return [...document.querySelectorAll<HTMLElement>('body, body *')]
      .filter((element) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
        return seconds(transitionDuration) > 0.02 || (animationName !== 'none' && seconds(animationDuration) > 0.02);
      })
      .map((element) => `moves: ${element.tagName}.${element.className}`)
      .slice(0, 5);
  });

/** The page in another theme. */
export const wear = (page: Page, theme: 'light' | 'dark'): Promise<void> =>
  page.evaluate((theme) => {
    document.documentElement.dataset.theme = theme;
  }, theme);
