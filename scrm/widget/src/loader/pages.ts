/** Tells of another page at most once a second, the last one always. */
import type { PageView } from '../shared/bridge.ts';

const PAUSE_MS = 1_000;

export function currentPage(): PageView {
  return { url: location.href, title: document.title, referrer: document.referrer };
}

/** `moved` is called after the address has changed, whoever changed it. */
export function watchPages(moved: () => void): void {
  let last = location.href;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    timer = undefined;
    if (location.href === last) return;
    last = location.href;
    moved();
  };
  // The title follows the address: a moment later it is the right one.
  const soon = (): void => {
    timer ??= setTimeout(look, PAUSE_MS);
  };
  for (const name of ['pushState', 'replaceState'] as const) {
    // What the page, or another script before us, has put there stays in charge.
    const original = history[name].bind(history);
    history[name] = (...change: Parameters<History['pushState']>) => {
      original(...change);
      soon();
    };
  }
  addEventListener('popstate', soon);
  addEventListener('hashchange', soon);
}
