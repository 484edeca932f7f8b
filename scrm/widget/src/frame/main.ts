import './style.css';
import type { ToFrame } from '../shared/bridge.ts';
import { App } from './app.ts';
import { Parent } from './parent.ts';
import { Language } from './words.ts';

const parent = new Parent();
let app: App | null = null;
let isStarting = false;

parent.listen((message) => {
  if (app) app.heard(message);
  else if (message.type === 'hello' && !isStarting) void start(message);
});

/**
 * Until it says that it is ready, the page around it tells it nothing more; where the line breaks
 * before that, pressing the page's button tries again.
 */
async function start(hello: ToFrame & { type: 'hello' }): Promise<void> {
  isStarting = true;
  const language = await Language.of([hello.locale, ...navigator.languages].filter(Boolean));
  app = new App(hello, language, parent);
  parent.tell({ type: 'ready' });
}
