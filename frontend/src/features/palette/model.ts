/** Something that was chosen before, to be chosen again. */
export interface Recent {
  href: string;
  title: string;
  lang?: string | undefined;
}

const MOST = 5;

/** What was chosen before, with this in front. */
export function remember(recent: readonly Recent[], chosen: Recent): Recent[] {
  return [chosen, ...recent.filter(({ href }) => href !== chosen.href)].slice(0, MOST);
}

/** What was kept; anything else is nothing. */
export function readRecent(kept: string | null): Recent[] {
  try {
    const list: unknown = JSON.parse(kept ?? '[]');
    const isRecent = (one: unknown): one is Recent => {
      const { href, title } = (one ?? {}) as Partial<Recent>;
      return typeof title === 'string' && typeof href === 'string' && /^\/(?![/\\])/.test(href);
    };
    return Array.isArray(list) ? list.filter(isRecent).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Whether all that was typed is in a title: parts of words, in any order. */
export function fits(text: string, title: string): boolean {
  const there = title.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((part) => there.includes(part));
}
