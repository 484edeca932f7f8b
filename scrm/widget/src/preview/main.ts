/**
 * A page of the hub's own that shows the widget with settings nobody has saved yet. They come from
 * the console around it, which is of the same origin; each change loads the page anew.
 */
interface Draft {
  locale: string;
  settings: Record<string, unknown>;
}

const page = window as typeof window & { scrmDraft?: Record<string, unknown> };
const KEY = location.pathname.split('/').at(-2) ?? '';
const KEPT = `scrm:${KEY}:preview`;
const IS_OPEN = `scrm:${KEY}:preview:open`;

function draftOf(data: unknown): Draft | null {
  if (typeof data !== 'object' || data === null) return null;
  const { scrm, draft } = data as { scrm?: unknown; draft?: Draft };
  return scrm === 'preview/1' && typeof draft?.settings === 'object' ? draft : null;
}

function show({ locale, settings }: Draft): void {
  document.documentElement.lang = locale;
  page.scrmDraft = { ...settings, preview: true };
  if (sessionStorage.getItem(IS_OPEN) === null) sessionStorage.setItem(IS_OPEN, '1');
  const loader = document.createElement('script');
  loader.src = `${location.origin}/widget/${KEY}.js?preview`;
  document.head.append(loader);
}

addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
  if (source !== window.parent || origin !== location.origin) return;
  const draft = draftOf(data);
  const text = JSON.stringify(draft);
  if (!draft || text === sessionStorage.getItem(KEPT)) return;
  sessionStorage.setItem(KEPT, text);
  if (page.scrmDraft) location.reload();
  else show(draft);
});

const kept = sessionStorage.getItem(KEPT);
if (kept !== null) show(JSON.parse(kept) as Draft);
if (window.parent !== window) window.parent.postMessage('preview/1 ready', location.origin);
