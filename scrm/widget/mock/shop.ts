/** Pages of a customer, at another origin than the hub's: kind, strict and hostile ones. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const STYLE = `body{margin:0;font:16px/1.6 Georgia,serif;color:#2b2723;background:#f6f1e7}
header{padding:18px 6vw;background:#2f3b33;color:#f6f1e7;font-size:22px}main{padding:5vw 6vw;max-width:640px}
h1{font-weight:500}ul{padding:0;display:grid;grid-template-columns:repeat(3,1fr);gap:14px;list-style:none}
li{padding:50px 12px 12px;background:#e4dccb;border-radius:6px}
@media(prefers-color-scheme:dark){body{background:#1d1f1c;color:#e8e2d6}li{background:#31352f}}`;

/** All that a page may do to what is in it, short of a script. */
const HOSTILE = `* { all: unset !important; transition: all 9s !important }
iframe, button, div, svg { display: none !important; visibility: hidden !important; opacity: 0 !important }
scrm-chat, html > *:not(body):not(head) { display: none !important; transform: scale(.1) !important;
  z-index: -1 !important; pointer-events: none !important; filter: blur(9px) !important }
*::backdrop { background: red !important; display: block !important }
html { transform: rotate(3deg) !important; filter: invert(1) !important }
body::after { content: 'buy!' !important; position: fixed !important; inset: 0 !important;
  z-index: 2147483647 !important; background: rgb(255 255 0 / .5) !important }`;

const WORDS = `<header>Kettle &amp; Co.</header><main><h1>Things for tea</h1>
<p>Kettles, pots and cups, made to be used every day and mended when they break.</p>
<ul><li>Copper kettle</li><li>Stone pot</li><li>Six cups</li></ul>
<p><a href="/second?lang=en">Our story</a></p></main>`;

interface Page {
  style: string;
  /** What the page's policy allows beside the hub's script and frame. */
  policy: string;
}

const PAGES: Readonly<Record<string, Page>> = {
  '/': { style: STYLE, policy: "style-src 'self';" },
  '/second': { style: STYLE, policy: "style-src 'self';" },
  '/strict': { style: '', policy: "require-trusted-types-for 'script'; trusted-types;" },
  '/hostile': { style: HOSTILE, policy: "style-src 'self';" },
};

/** `hub` is the hub's origin, `key` the site's. `?lang=` sets the page's language and direction. */
export function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  hub: string,
  key: string,
): void {
  const url = new URL(request.url ?? '/', 'http://shop');
  const isStyle = url.pathname.endsWith('.css');
  const page = PAGES[isStyle ? url.pathname.slice(0, -'.css'.length) || '/' : url.pathname];
  if (!page) {
    response.writeHead(404).end();
    return;
  }
  if (isStyle) {
    response.writeHead(200, { 'Content-Type': 'text/css' }).end(page.style);
    return;
  }
  const language = url.searchParams.get('lang') ?? 'en';
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  const sheet = page.style === '' ? '' : `<link rel="stylesheet" href="${url.pathname}.css">`;
  const script = `<script async src="${hub}/widget/${key}.js"></script>`;
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; script-src ${hub}; frame-src ${hub}; ${page.policy}`,
  });
  response.end(
    `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8">` +
      `<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">` +
      `<title>Shop ${url.pathname}</title>${sheet}</head><body>${WORDS}${script}${script}</body></html>`,
  );
}
