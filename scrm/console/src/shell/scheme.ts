const KEY = 'mantine-color-scheme-value';

/** Light to dark and back; Mantine reads the same key and hears of it in its other tabs. */
export function toggleScheme(): void {
  const root = document.documentElement;
  const next = root.getAttribute('data-mantine-color-scheme') === 'dark' ? 'light' : 'dark';
  localStorage.setItem(KEY, next);
  root.setAttribute('data-mantine-color-scheme', next);
}
