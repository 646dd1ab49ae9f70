import { useCallback, useSyncExternalStore } from 'react';

/** A view of the table that somebody gave a name; it stays in this browser. */
export interface SavedView {
  name: string;
  search: Record<string, unknown>;
}

const PLACE = 'lianqiao.views.listing';
const listeners = new Set<() => void>();
const NONE: readonly SavedView[] = [];
let known: { text: string | null; views: readonly SavedView[] } = { text: null, views: NONE };

function read(): readonly SavedView[] {
  const text = localStorage.getItem(PLACE);
  if (text !== known.text) known = { text, views: parse(text) };
  return known.views;
}

function parse(text: string | null): readonly SavedView[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(found) ? (found as SavedView[]).filter((view) => typeof view.name === 'string') : NONE;
  } catch {
    return NONE;
  }
}

function write(views: readonly SavedView[]): void {
  localStorage.setItem(PLACE, JSON.stringify(views));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

/** The saved views, in all tabs the same. */
export function useSavedViews() {
  const views = useSyncExternalStore(subscribe, read);
  const save = useCallback((view: SavedView) => write([...read().filter(({ name }) => name !== view.name), view]), []);
  const remove = useCallback((name: string) => write(read().filter((view) => view.name !== name)), []);
  return { views, save, remove };
}
