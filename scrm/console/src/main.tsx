import './shell/mantine.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { loadCatalogue } from './i18n/catalogue.ts';
import { firstLocale, LanguageProvider } from './i18n/context.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no place for the console');
const locale = firstLocale();
const catalogue = await loadCatalogue(locale);

// The browser's own bubbles are not in the language of the page.
document.addEventListener(
  'invalid',
  (event) => {
    event.preventDefault();
    const field = event.target as HTMLInputElement;
    void import('./shell/invalid.ts').then(({ showInvalid }) => {
      showInvalid(field);
    });
  },
  true,
);

createRoot(root).render(
  <StrictMode>
    <LanguageProvider locale={locale} catalogue={catalogue}>
      <App />
    </LanguageProvider>
  </StrictMode>,
);
