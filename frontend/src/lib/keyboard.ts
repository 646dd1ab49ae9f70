/** Where it is kept that somebody does not want single letters to do anything (WCAG 2.1.4). */
const KEY = 'lianqiao.letters';

const watchers = new Set<() => void>();

/** Whether single letters do something. */
export const lettersOn = (): boolean => localStorage.getItem(KEY) !== 'off';

export function setLetters(on: boolean): void {
  if (on) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, 'off');
  for (const watcher of watchers) watcher();
}

export function watchLetters(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Whether what is typed goes into a text, or something is open over the page. */
function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role=combobox]') !== null;
}

/** Two letters one after the other belong together for this long. */
const TOGETHER = 1200;

/**
 * Calls `press` with what was pressed: `mod+k` for Ctrl or Command with K, a letter, or two letters like `g w`. True from
 * it means that it was something. Letters only where nothing is being typed, and only if they are wanted.
 */
export function listenToKeys(press: (keys: string) => boolean): () => void {
  let before: { key: string; at: number } | undefined;
  const hear = (event: KeyboardEvent) => {
    if (event.isComposing || event.repeat || event.defaultPrevented) return;
    const mod = event.ctrlKey || event.metaKey;
    if (mod) {
      const plain = !event.altKey && !event.shiftKey;
      if (plain && press(`mod+${event.key.toLowerCase()}`)) event.preventDefault();
      return;
    }
    if (event.altKey || event.key.length !== 1 || !lettersOn() || isTaken(event.target)) return;
    const now = Date.now();
    const first = before && now - before.at < TOGETHER ? before.key : undefined;
    before = { key: event.key, at: now };
    if (!(first && press(`${first} ${event.key}`)) && !press(event.key)) return;
    before = undefined;
    event.preventDefault();
  };
  addEventListener('keydown', hear);
  return () => removeEventListener('keydown', hear);
}
