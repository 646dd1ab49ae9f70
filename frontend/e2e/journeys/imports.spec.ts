import type { Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { expect, LOCALES, say, settled, signIn as signInAs, speak, test, violations, type Locale } from '../fixtures';

const PASSWORD = 'lianqiao-demo-2026';
/** Each language has an office of its own, so that what one imports is new to the other. */
const OFFICERS: Record<Locale, string> = {
  'zh-CN': 'officer.fudan@demo.lianqiao.example',
  en: 'officer.tongji@demo.lianqiao.example',
};
/** The same for enterprises, which import demands. */
const OWNERS: Record<Locale, string> = { 'zh-CN': 'owner.wuluda', en: 'owner.zhiguangli' };
const HEADER = ['成果编号', '成果名称', '专利名称', '专利号', '专利类型', '申请日', '成果类型', '备注'];

/** A Chinese application number with its check digit. */
function patent(serial: number): string {
  const body = `20201${String(serial).padStart(7, '0')}`;
  const weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
  const rest = [...body].reduce((sum, digit, place) => sum + Number(digit) * (weights[place] ?? 0), 0) % 11;
  return `CN${body}.${rest === 10 ? 'X' : rest}`;
}

/** Rows as an office keeps them; some of them bad. */
function table(prefix: string, rows: number, bad: readonly ((row: string[]) => void)[] = []): string {
  const made = Array.from({ length: rows }, (_, place) => {
    const number = place + 1;
    const reference = `${prefix}-${String(number).padStart(3, '0')}`;
    const row = [reference, `低温涂层 ${reference}`, '涂层', patent(number), '发明专利', '2020-03-02', '产品', '无'];
    bad[place]?.(row);
    return row.join(',');
  });
  return [HEADER.join(','), ...made].join('\r\n');
}

const asGb18030 = (text: string): Buffer => execFileSync('iconv', ['-f', 'utf-8', '-t', 'gb18030'], { input: text });
const csv = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/csv', buffer });

const set = (column: number, value: string) => (row: string[]) => {
  row[column] = value;
};
/** Twelve bad rows: four without a title, four dates, three numbers of patents, one with a cell missing. */
const TWELVE = [
  ...Array<(row: string[]) => void>(4).fill(set(1, '')),
  ...Array<(row: string[]) => void>(4).fill(set(5, '去年三月')),
  ...Array<(row: string[]) => void>(3).fill(set(3, 'CN202010000001.7')),
  (row: string[]) => void row.pop(),
];

async function signIn(page: Page, locale: Locale, to: string): Promise<void> {
  await page.goto(`/login?to=${encodeURIComponent(to)}`);
  await page.getByLabel(say(locale, 'account.email'), { exact: true }).fill(OFFICERS[locale]);
  await page.getByLabel(say(locale, 'account.password'), { exact: true }).fill(PASSWORD);
  await page
    .getByRole('main')
    .getByRole('button', { name: say(locale, 'account.signIn'), exact: true })
    .click();
  await expect(page).toHaveURL(new RegExp(to));
}

/** Hands a file in and has it checked. */
async function check(
  page: Page,
  locale: Locale,
  file: Parameters<Page['setInputFiles']>[1],
  timeout = 20_000,
): Promise<void> {
  await page.goto('/work/imports/new');
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: say(locale, 'imports.map.check') }).click();
  await expect(figure(page, locale, 'imports.check.good')).toBeVisible({ timeout });
}

const figure = (page: Page, locale: Locale, id: string) =>
  page.locator('dl > div', { has: page.getByText(say(locale, id), { exact: true }) }).locator('dd');

const button = (page: Page, locale: Locale, id: string) =>
  page.getByRole('button', { name: say(locale, id), exact: true });

/** The button that starts it, whatever number is on it. */
const go = (page: Page, locale: Locale) =>
  page.getByRole('button', { name: locale === 'en' ? /^Import [\d,]+ achievements?$/ : /^开始导入/ });

async function finished(page: Page, locale: Locale): Promise<void> {
  await expect(page).toHaveURL(/\/work\/imports\/(?!new)/);
  await expect(page.getByText(say(locale, 'enum.ImportState.SUCCEEDED'), { exact: true })).toBeVisible({
    timeout: 30_000,
  });
}

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('E06 a list of 500 with 12 bad rows: map, group, mend 5, skip 7, and again is nothing new', async ({
      page,
    }) => {
      test.setTimeout(120_000);
      const file = csv('成果清单.csv', asGb18030(table('E06', 500, TWELVE)));
      await signIn(page, locale, '/work/imports');
      await page.getByRole('link', { name: say(locale, 'imports.go'), exact: true }).click();
      await page.locator('input[type=file]').setInputFiles(file);

      // Columns: what was read is legible; two for one field force a choice.
      await expect(page.getByText('低温涂层 E06-005').first()).toBeVisible();
      await page.getByRole('combobox', { name: /专利名称/ }).selectOption('title');
      const conflict = page.getByRole('alert');
      await expect(conflict).toBeVisible();
      await expect(button(page, locale, 'imports.map.check')).toBeDisabled();
      expect(await violations(page)).toEqual([]);
      await conflict.getByRole('button', { name: /成果名称/ }).click();
      await expect(conflict).toBeHidden();
      await button(page, locale, 'imports.map.check').click();

      // What is wrong, by what is to be done.
      await expect(figure(page, locale, 'imports.check.good')).toHaveText('488', { timeout: 20_000 });
      await expect(figure(page, locale, 'imports.check.bad')).toHaveText('12');
      const groups = page.getByRole('main').getByRole('heading', { level: 3 });
      await expect(groups).toHaveCount(4);
      expect(await violations(page)).toEqual([]);

      // Five are mended here, without the mouse; the place is kept over a reload.
      const mend = page.locator('[data-mend]');
      await mend.first().focus();
      for (const place of [0, 1, 2, 3, 4]) {
        await expect(mend.nth(place)).toBeFocused();
        await page.keyboard.press('Control+A');
        await page.keyboard.type(place < 4 ? `补上的标题 ${place}` : '2020-03-31');
        await page.keyboard.press('Enter');
      }
      await page.reload();
      await expect(mend.first()).toHaveValue('补上的标题 0');
      await button(page, locale, 'imports.check.again').click();
      await expect(figure(page, locale, 'imports.check.bad')).toHaveText('7', { timeout: 20_000 });
      await expect(page.getByText(/成果清单-r2\.csv/)).toBeVisible();

      // What changes, and the word to go; twice is once.
      await button(page, locale, 'imports.check.next').click();
      await expect(figure(page, locale, 'imports.figure.created')).toHaveText('493');
      await page.getByRole('radio').nth(1).check({ force: true });
      await expect(go(page, locale)).toBeDisabled();
      await page.getByRole('radio').nth(0).check({ force: true });
      await go(page, locale).dblclick();
      await finished(page, locale);
      await expect(figure(page, locale, 'imports.figure.created')).toHaveText('493');
      await expect(figure(page, locale, 'imports.figure.rejected')).toHaveText('7');

      // The file with what became of each row.
      const downloading = page.waitForEvent('download');
      await page.getByRole('link', { name: say(locale, 'imports.download'), exact: true }).click();
      const result = fs.readFileSync(await (await downloading).path(), 'utf8');
      expect(result.match(/"CREATED"/g)).toHaveLength(493);
      expect(result.match(/"REJECTED"/g)).toHaveLength(7);
      await page.getByRole('main').getByRole('link', { name: 'E06-001' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('补上的标题 0');

      // The history has one import, and the same file again is nothing new.
      await page.goto('/work/imports');
      await settled(page);
      const written = page
        .getByRole('row')
        .filter({ hasText: '-r2.csv' })
        .filter({ hasNotText: say(locale, 'imports.list.onlyCheck') });
      await expect(written).toHaveCount(1);
      expect(await violations(page)).toEqual([]);
      await check(page, locale, file);
      await button(page, locale, 'imports.check.next').click();
      await expect(figure(page, locale, 'imports.figure.created')).toHaveText('0');
    });

    test('EK4 with the keyboard alone', async ({ page }) => {
      await signIn(page, locale, '/work/imports/new');
      const choosing = page.waitForEvent('filechooser');
      await button(page, locale, 'imports.upload.choose').focus();
      await page.keyboard.press('Enter');
      await (await choosing).setFiles(csv('键盘.csv', Buffer.from(table('EK4', 3, [set(1, ''), set(5, '昨天')]))));
      await expect(page.getByRole('heading', { name: say(locale, 'imports.heading.map') })).toBeFocused();
      await button(page, locale, 'imports.map.check').focus();
      await page.keyboard.press('Enter');
      await expect(figure(page, locale, 'imports.check.bad')).toHaveText('2', { timeout: 20_000 });
      await page.locator('[data-mend]').first().focus();
      await page.keyboard.type('键盘标题');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('2020-03-31');
      await page.keyboard.press('Enter');
      await expect(button(page, locale, 'imports.check.again')).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(figure(page, locale, 'imports.check.bad')).toHaveText('0', { timeout: 20_000 });
      await button(page, locale, 'imports.check.next').focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: say(locale, 'imports.heading.review') })).toBeFocused();
      await go(page, locale).focus();
      await page.keyboard.press('Enter');
      await finished(page, locale);
    });

    test('a word that nobody knows is mapped once for all rows', async ({ page }) => {
      const odd = Array<(row: string[]) => void>(3).fill(set(6, '玩意'));
      await signIn(page, locale, '/work/imports/new');
      await check(page, locale, csv('odd.csv', Buffer.from(table('ODD', 4, odd))));
      await expect(figure(page, locale, 'imports.check.warned')).toHaveText('3');
      await expect(page.locator('[data-mend]')).toHaveCount(1);
      await page.locator('[data-mend]').selectOption('MATERIAL');
      await button(page, locale, 'imports.check.again').click();
      await expect(page.getByText(say(locale, 'imports.check.clean'))).toBeVisible({ timeout: 20_000 });
    });

    test('an import is stopped while it runs; what was not written is not there', async ({ page }) => {
      test.setTimeout(120_000);
      await signIn(page, locale, '/work/imports/new');
      // More problems than come at once, and more rows than are done at once.
      const bad = Array<(row: string[]) => void>(150).fill(set(5, '去年三月'));
      await check(page, locale, csv('long.csv', Buffer.from(table(`STOP-${locale}`, 4000, bad))), 60_000);
      await expect(figure(page, locale, 'imports.check.bad')).toHaveText('150', { timeout: 60_000 });
      await expect(page.locator('[data-mend]')).toHaveCount(150);
      await button(page, locale, 'imports.check.next').click();
      await go(page, locale).click();
      await button(page, locale, 'imports.cancel').click();
      await expect(page.getByText(say(locale, 'enum.ImportState.CANCELLED'), { exact: true }).first()).toBeVisible({
        timeout: 30_000,
      });
      await expect(button(page, locale, 'imports.cancel')).toHaveCount(0);
    });

    test('a mapping is kept under a name, used again, and deleted', async ({ page }) => {
      const name = `export ${locale}`;
      await signIn(page, locale, '/work/imports/new');
      await page.locator('input[type=file]').setInputFiles(csv('a.csv', Buffer.from(table('MAP', 2))));
      const column = page.getByRole('combobox', { name: /备注/ });
      await column.selectOption('department');
      await button(page, locale, 'imports.preset.save').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill(name);
      await dialog.getByRole('button', { name: say(locale, 'imports.preset.keep'), exact: true }).click();
      await expect(dialog).toBeHidden();
      await page.goto('/work/imports/new');
      await page.locator('input[type=file]').setInputFiles(csv('b.csv', Buffer.from(table('MAP', 2))));
      await expect(column).toHaveValue('');
      await page.getByLabel(say(locale, 'imports.preset'), { exact: true }).selectOption({ label: name });
      await expect(column).toHaveValue('department');
      await button(page, locale, 'imports.preset.delete').click();
      await dialog.getByRole('button', { name: say(locale, 'imports.preset.delete'), exact: true }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByLabel(say(locale, 'imports.preset'), { exact: true })).toBeHidden();
    });

    test('an enterprise imports its demands; they are drafts, and the same again is nothing new', async ({
      page,
      context,
    }) => {
      const rows = [1, 2, 3].map(
        (number) => `N-${number},去污 ${number},池底积垢,面议,310110,${number === 3 ? '大概公开' : '匿名'}`,
      );
      const file = csv(
        '需求.csv',
        asGb18030(['需求编号,需求名称,需求描述,预算,应用地点,公开范围', ...rows].join('\r\n')),
      );
      await signInAs(context, OWNERS[locale]);
      await page.goto('/work/demands');
      await page.getByRole('link', { name: say(locale, 'demand.own.import'), exact: true }).click();
      await page.locator('input[type=file]').setInputFiles(file);
      await button(page, locale, 'imports.map.check').click();
      await expect(figure(page, locale, 'imports.check.good')).toHaveText('2', { timeout: 20_000 });
      expect(await violations(page)).toEqual([]);
      await page.locator('[data-mend]').first().fill('仅顾问');
      await button(page, locale, 'imports.check.again').click();
      await expect(figure(page, locale, 'imports.check.good')).toHaveText('3', { timeout: 20_000 });
      await button(page, locale, 'imports.check.next').click();
      await page.getByRole('button', { name: locale === 'en' ? 'Import 3 demands' : /^开始导入（3 项需求）/ }).click();
      await finished(page, locale);
      await expect(figure(page, locale, 'imports.figure.created')).toHaveText('3');
      expect(await violations(page)).toEqual([]);
      await page.getByRole('main').getByRole('link', { name: 'N-2', exact: true }).click();
      await expect(page).toHaveURL(/\/work\/demands\/./);
      await expect(page.getByRole('heading', { level: 1 })).toContainText('去污 2');

      await page.goto('/work/imports');
      await settled(page);
      await expect(page.getByRole('row').filter({ hasText: '需求-r2.csv' })).toHaveCount(2);
      await page.getByRole('link', { name: say(locale, 'imports.go'), exact: true }).click();
      await page.locator('input[type=file]').setInputFiles(file);
      await button(page, locale, 'imports.map.check').click();
      await button(page, locale, 'imports.check.nextAnyway')
        .or(button(page, locale, 'imports.check.next'))
        .click();
      await expect(figure(page, locale, 'imports.figure.created')).toHaveText('0');
    });

    test.describe('what does not go', () => {
      test.use({ allowErrors: /Failed to load resource/ });

      test('an import of somebody else is not there', async ({ page }) => {
        await signIn(page, locale, '/work/imports');
        await page.goto('/work/imports/nonsense');
        await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
      });

      test('is refused in the words of the server, and the next file may be chosen', async ({ page }) => {
        const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lianqiao-import-'));
        const large = path.join(folder, 'large.csv');
        fs.writeFileSync(large, Buffer.alloc(51 * 1024 * 1024, 'a'));
        await signIn(page, locale, '/work/imports/new');
        const refusal = page.getByRole('main').getByRole('alert');
        for (const [file, word] of [
          [csv('notes.pdf', Buffer.from('%PDF-1.4 notes')), 'XLSX'],
          [csv('virus.csv', Buffer.from([0x4d, 0x5a, 0, 1, 2, 3, 0, 255])), 'XLSX'],
          [bomb(), ''],
          [large, ''],
        ] as const) {
          await page.locator('input[type=file]').setInputFiles(file);
          await expect(refusal).toContainText(typeof file === 'string' ? 'large.csv' : file.name, { timeout: 20_000 });
          await expect(refusal).toContainText(word);
          await expect(button(page, locale, 'imports.upload.choose')).toBeVisible();
        }
        expect(await violations(page)).toEqual([]);
        fs.rmSync(folder, { recursive: true });

        // A file without a title is read, and it is said what it lacks.
        await page.locator('input[type=file]').setInputFiles(csv('untitled.csv', Buffer.from('成果编号,备注\n1,a\n')));
        await expect(button(page, locale, 'imports.map.check')).toBeDisabled();
        await expect(page.locator('#map-reason')).toBeVisible();

        // Formulas are letters.
        await check(page, locale, csv('f.csv', Buffer.from('成果编号,成果名称\nF-1,"=HYPERLINK(""http://x"")"\n')));
        await expect(figure(page, locale, 'imports.check.good')).toHaveText('1');
      });
    });
  });
}

/** A workbook of a few kilobytes that unpacks to more than anybody has: zeros, as one stored-deflated part. */
function bomb() {
  const script = `
import io, sys, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as z:
    z.writestr('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
    z.writestr('_rels/.rels', '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>')
    z.writestr('xl/workbook.xml', '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>')
    z.writestr('xl/worksheets/sheet1.xml', b' ' * (64 << 20))
sys.stdout.buffer.write(out.getvalue())
`;
  return {
    name: 'bomb.xlsx',
    mimeType: 'application/octet-stream',
    buffer: execFileSync('python3', ['-c', script], { maxBuffer: 64 << 20 }),
  };
}
