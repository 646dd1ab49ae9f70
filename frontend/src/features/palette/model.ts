import type { Group } from '@/features/work';

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

/** A page that one can go to, under the words of its entry in the navigation. */
export interface Destination {
  key: string;
  to: Group['entries'][number]['to'];
  title: Group['entries'][number]['title'];
  /** Whose the page is, where it is of an office or of an enterprise. */
  org: string | undefined;
  /** The group that says whose, where the same words lead to the page of an office and to that of an enterprise. */
  of: Group['title'];
}

/** Every page of the navigation once, in its order. */
export function destinationsOf(groups: readonly Group[]): Destination[] {
  const all = groups.flatMap(({ title: of, entries }) =>
    entries.map(({ to, title, org }): Destination => ({ key: [to, title, org].join(' '), to, title, org, of })),
  );
  const once = all.filter(({ key }, place) => all.findIndex((other) => other.key === key) === place);
  const isTwin = (one: Destination) =>
    once.some(({ key, to, title }) => key !== one.key && to === one.to && title === one.title);
  return once.map((one) => ({ ...one, of: isTwin(one) ? one.of : undefined }));
}
