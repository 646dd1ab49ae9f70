import { bootLocale } from './boot';

/** What a person chose about how things look. Cookies, because the server writes the first page with it. */
export type Locale = 'zh-CN' | 'en';
export type Theme = 'system' | 'light' | 'dark';
export type Size = 'normal' | 'large';

export const LOCALES: readonly Locale[] = ['zh-CN', 'en'];

const YEAR = 31_536_000;

function cookie(name: string): string | undefined {
  const pair = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

function keep(name: string, value: string): void {
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`;
}

/** The language of a tag like `en-US`. */
export function localeOf(tag: string | null | undefined): Locale | undefined {
  if (!tag) return undefined;
  return tag.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** The language to begin with: that of the address, else what was chosen, else what the browser prefers. */
export function firstLocale(): Locale {
  // The page is there in a language already: it stays.
  const written = localeOf(bootLocale());
  const asked = localeOf(new URLSearchParams(location.search).get('lang'));
  const chosen = localeOf(cookie('lianqiao-lang'));
  const preferred = navigator.languages.map(localeOf).find(Boolean);
  return written ?? asked ?? chosen ?? preferred ?? 'zh-CN';
}

export const keepLocale = (locale: Locale): void => keep('lianqiao-lang', locale);

export const firstTheme = (): Theme => {
  const theme = cookie('lianqiao-theme');
  return theme === 'light' || theme === 'dark' ? theme : 'system';
};

export const firstSize = (): Size => (cookie('lianqiao-size') === 'large' ? 'large' : 'normal');

/** Shows the page in this theme, and keeps the choice. */
export function setTheme(theme: Theme): void {
  keep('lianqiao-theme', theme);
  showTheme(theme);
}

export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Shows the page in this size of letters, and keeps the choice. */
export function setSize(size: Size): void {
  keep('lianqiao-size', size);
  showSize(size);
}

export function showSize(size: Size): void {
  if (size === 'normal') delete document.documentElement.dataset.size;
  else document.documentElement.dataset.size = size;
}
