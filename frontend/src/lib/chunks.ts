/** When this tab was last loaded anew for that reason. */
const KEY = 'lianqiao.reloaded';

/**
 * After an update of the server a tab that is still open asks for parts that are gone. It is loaded anew, once: if the part
 * is missing then too, the page says what is wrong.
 */
export function reloadOnMissingChunk(): void {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < 60_000) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
}
