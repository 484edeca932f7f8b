/**
 * One script on any page: a button, and behind it the chat in a frame of the hub's origin.
 *
 * It needs no styles, no inline script and no eval of the page's policy, and touches nothing of
 * the page but one element of its own.
 */
import { fieldsOf } from '../shared/fields.ts';
import { Loader, type Call } from './loader.ts';

/** The hub puts the site's settings here; they are written by its own encoder, as one value. */
declare const __SCRM_SETTINGS__: unknown;

interface Api {
  (...call: Call): void;
  /** Calls from before the script was there. */
  q?: ArrayLike<unknown>[];
  isReady?: boolean;
}

/** `scrmDraft` are settings that a colleague tries out: see the page of the preview. */
const page = window as typeof window & { scrm?: Api; scrmDraft?: object };
const OWN_ADDRESS = /\/widget\/([0-9a-f]{32})\.js(?=[?#]|$)/;

/** Our own script: the running one, or (for a module) the one whose address is ours. */
function ownAddress(): string {
  const running = document.currentScript;
  if (running instanceof HTMLScriptElement && OWN_ADDRESS.test(running.src)) return running.src;
  return [...document.scripts].find(({ src }) => OWN_ADDRESS.test(src))?.src ?? '';
}

function start(): void {
  const address = ownAddress();
  const key = OWN_ADDRESS.exec(address)?.[1];
  const isSupported = 'adoptedStyleSheets' in Document.prototype;
  if (!key || !isSupported || page.scrm?.isReady) return;
  const frameUrl = address.replace(OWN_ADDRESS, '/widget/$1/frame').replace(/[?#].*/, '');
  const isPreview = address.endsWith('?preview');
  const settings: unknown = __SCRM_SETTINGS__;
  const sites = fieldsOf(settings)?.sites;
  if (Array.isArray(sites) && !sites.includes(location.origin)) {
    // The browser would show a grey box in place of the frame.
    console.warn(`scrm: ${location.origin} is not among the sites of this chat`);
    return;
  }
  if (isPreview) Object.assign(settings as object, page.scrmDraft);
  const loader = new Loader(isPreview ? `${key}:preview` : key, frameUrl, settings);
  const waiting = page.scrm?.q ?? [];
  const api: Api = (...call) => loader.call(call);
  api.isReady = true;
  page.scrm = api;
  loader.start();
  for (const call of waiting) loader.call(Array.from(call));
}

start();
