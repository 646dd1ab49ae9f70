import { expect, listen, LOCALES, say, searchBox, settled, speak, test } from '../fixtures';

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('E01 finds, narrows down, opens, comes back, shares', async ({ page, browser, baseURL }) => {
      await page.goto('/');
      const box = searchBox(page);
      await box.fill('水');
      await box.press('Enter');
      await expect(page).toHaveURL(/\/achievements\?q=/);
      await settled(page);
      await page.getByRole('checkbox', { name: new RegExp(say(locale, 'search.facet.ufpl')) }).check();
      await page.getByRole('radio', { name: /TRL 6/ }).check({ force: true });
      await expect(page).toHaveURL(/ufpl=1/);
      await expect(page).toHaveURL(/trl=6/);
      await settled(page);
      const count = await page.getByRole('status').first().textContent();
      const articles = page.getByRole('article');
      const titles = await articles.getByRole('heading').allTextContents();
      expect(titles.length).toBeGreaterThan(0);
      await page.evaluate(() => scrollTo(0, 120));
      const scrolled = await page.evaluate(() => scrollY);
      await articles.first().getByRole('heading').getByRole('link').click();
      await expect(page).toHaveURL(/\/a\//);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.goBack();
      await expect(articles.getByRole('heading')).toHaveText(titles);
      await expect.poll(() => page.evaluate(() => scrollY)).toBe(scrolled);
      const other = await browser.newContext({ baseURL });
      await speak(other, locale);
      const shared = await other.newPage();
      await shared.goto(page.url());
      await expect(shared.getByRole('status').first()).toHaveText(count ?? '');
      await other.close();
    });

    test('E02 words of the other language find, and it is said where', async ({ page }) => {
      await page.goto(`/achievements?q=${locale === 'en' ? '涂层' : 'coating'}`);
      await settled(page);
      await expect(page.getByRole('article').first()).toBeVisible();
      await expect(page.locator('mark').first()).toBeVisible();
    });

    test('E03 an input method is left alone until it has a word; what is pasted becomes plain', async ({ page }) => {
      await page.goto('/achievements');
      await settled(page);
      await page.waitForLoadState('networkidle');
      const sent = listen(page);
      const box = searchBox(page);
      await box.focus();
      const cdp = await page.context().newCDPSession(page);
      for (const text of ['s', 'sh', 'shu', 'shui'])
        await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      await page.waitForTimeout(400);
      expect(sent).toEqual([]);
      await cdp.send('Input.insertText', { text: '水' });
      await expect(page).toHaveURL(/q=%E6%B0%B4/);
      await settled(page);
      await box.fill('ＣＯＡＴＩＮＧ　水');
      await expect(page).toHaveURL(/q=COATING\+%E6%B0%B4/);
      await page.getByRole('button', { name: say(locale, 'search.box.clear') }).click();
      await expect(page).toHaveURL(/\/achievements$/);
    });

    test('E03 nothing found says what to do', async ({ page }) => {
      await page.goto('/achievements?q=qqqqxyzzy&ufpl=1');
      await expect(page.getByRole('button', { name: say(locale, 'search.nothing.all') })).toBeVisible();
      await page.getByRole('button', { name: say(locale, 'search.nothing.all') }).click();
      await expect(page.getByRole('article').first()).toBeVisible();
    });

    test('E25 the other language keeps the address, what was typed and the place', async ({ page }) => {
      const other = locale === 'en' ? 'zh-CN' : 'en';
      await page.goto('/achievements?chain=GREEN');
      await settled(page);
      const before = page.url();
      const toggle = page.getByRole('button', { name: say(locale, other === 'en' ? 'language.en' : 'language.zh') });
      await toggle.click();
      await expect(page.locator('html')).toHaveAttribute('lang', other);
      await expect(page.getByRole('link', { name: say(other, 'shell.achievements'), exact: true })).toBeVisible();
      expect(page.url()).toBe(before);
      await page.goto('/login');
      const email = page.getByRole('textbox', { name: say(other, 'account.email') });
      await email.fill('half@typed');
      await page.getByRole('button', { name: say(other, locale === 'en' ? 'language.en' : 'language.zh') }).click();
      await expect(page.getByRole('textbox', { name: say(locale, 'account.email') })).toHaveValue('half@typed');
    });

    test('compares up to four side by side', async ({ page }) => {
      await page.goto('/achievements');
      await settled(page);
      const boxes = page.getByRole('checkbox', { name: new RegExp(`^${say(locale, 'compare.toggle')}`) });
      for (const place of [0, 1]) await boxes.nth(place).check();
      await page
        .getByRole('complementary', { name: say(locale, 'compare.tray') })
        .getByRole('link')
        .click();
      await expect(page).toHaveURL(/ids=.*ids=/);
      await expect(page.getByRole('columnheader')).toHaveCount(2);
    });

    test('E26 a small screen chooses filters together', async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto('/achievements');
      await settled(page);
      await page.getByRole('button', { name: new RegExp(locale === 'en' ? '^Filters' : '^筛选') }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('checkbox', { name: new RegExp(say(locale, 'enum.IndustryChain.GREEN')) }).check();
      expect(page.url()).not.toContain('chain');
      await dialog.getByRole('button', { name: locale === 'en' ? /^Show/ : /^查看/ }).click();
      await expect(page).toHaveURL(/chain=GREEN/);
      await expect(dialog).toBeHidden();
    });
  });
}

test('a page costs at most two calls, and typing aborts what is old', async ({ page, context }) => {
  await speak(context, 'zh-CN');
  for (const path of ['/', '/achievements?q=水']) {
    const sent = listen(page);
    await page.goto(path);
    await settled(page);
    expect(sent.length, path).toBeLessThanOrEqual(2);
    page.removeAllListeners('request');
  }
});

test('the keyboard is enough', async ({ page, context }) => {
  await speak(context, 'zh-CN');
  await page.goto('/achievements');
  await settled(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: say('zh-CN', 'shell.skip') })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(searchBox(page)).toBeFocused();
  await page.keyboard.type('涂');
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('listbox').getByRole('option', { selected: true })).toHaveCount(1);
  await page.keyboard.press('Enter');
  await settled(page);
  await page.getByRole('article').first().getByRole('heading').getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/a\//);
  await expect(page.locator('#main')).toBeFocused();
});
