import { useSyncExternalStore } from 'react';

/** What lies in the tray to be compared: kept for this browser, the same in all its tabs. */
export interface Kept {
  id: string;
  title: string;
}

/** More columns than this nobody reads. */
export const MOST = 4;

const KEY = 'lianqiao.compare';
const listeners = new Set<() => void>();
let kept: readonly Kept[] = read();

function read(): readonly Kept[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(value)
      ? (value.filter((one) => typeof one?.id === 'string' && typeof one.title === 'string') as Kept[]).slice(0, MOST)
      : [];
  } catch {
    return [];
  }
}

function set(next: readonly Kept[]): void {
  kept = next;
  localStorage.setItem(KEY, JSON.stringify(next));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const hear = (event: StorageEvent) => {
    if (event.key !== KEY) return;
    kept = read();
    listener();
  };
  listeners.add(listener);
  addEventListener('storage', hear);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', hear);
  };
}

export const useCompared = (): readonly Kept[] => useSyncExternalStore(subscribe, () => kept);

/** Puts one in, or takes it out. Full is full. */
export function toggleCompared(one: Kept): void {
  if (kept.some(({ id }) => id === one.id)) set(kept.filter(({ id }) => id !== one.id));
  else if (kept.length < MOST) set([...kept, one]);
}

export const clearCompared = (): void => set([]);
