/** What is open over the page: one thing at a time. */
export type Open = 'palette' | 'help' | undefined;

let open: Open;
const watchers = new Set<() => void>();

export const whatIsOpen = (): Open => open;

export function show(what: Open): void {
  open = what;
  for (const watcher of watchers) watcher();
}

export function watchOpen(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
