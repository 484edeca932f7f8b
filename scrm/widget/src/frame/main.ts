import './style.css';
import { App } from './app.ts';
import { Parent } from './parent.ts';
import { Language } from './words.ts';

const parent = new Parent();
let app: App | null = null;

parent.listen((message) => {
  if (app) return app.heard(message);
  if (message.type !== 'hello') return;
  const language = new Language([message.locale, ...navigator.languages].filter(Boolean));
  app = new App(message, language, parent);
  parent.tell({ type: 'ready' });
});
