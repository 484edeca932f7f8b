import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { answer } from '../../mock/api.ts';
import { conversations } from '../../mock/cast.ts';
import { App } from '../app.tsx';
import { me } from '../session/me.ts';
import { loadCatalogue } from './catalogue.ts';
import { LanguageProvider } from './context.tsx';
import { CLOSE, OPEN } from './pseudo.ts';

const LETTERS = /\p{L}{2,}/u;
const SPOKEN = ['alt', 'aria-label', 'placeholder', 'title', 'aria-valuetext'];

class SilentStream extends EventTarget {
  readonly readyState = 1;
  close(): void {
    this.dispatchEvent(new Event('closed'));
  }
}

async function answered(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const url = new URL(input as string, 'http://console.test');
  const result = answer(
    {
      method: init?.method ?? 'GET',
      path: url.pathname.slice('/api/v1'.length),
      query: url.searchParams,
      body: {},
    },
    () => undefined,
  );
  return Promise.resolve(Response.json(result.body ?? null, { status: result.status }));
}

beforeAll(() => {
  vi.stubGlobal('fetch', answered);
  vi.stubGlobal('EventSource', SilentStream);
  // This document has no fonts to wait for, and fields that grow listen to them.
  Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
  // The list draws only rows that have a place, and this document has no layout.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(400);
});

beforeEach(() => {
  localStorage.setItem('scrm.locale', 'qps');
});

afterEach(() => {
  cleanup();
  me.set(undefined);
});

/** A text of the catalogue may hold another one, such as a time. */
function outsideBrackets(text: string): string {
  const less = text.replace(new RegExp(`${OPEN}[^${OPEN}${CLOSE}]*${CLOSE}`), '');
  return less === text ? text : outsideBrackets(less);
}

/** Text on the page that is neither from the catalogue nor marked as somebody's own words. */
function bareTexts(): string[] {
  const bare: string[] = [];
  const walk = (element: Element): void => {
    if (element.getAttribute('translate') === 'no' || element.tagName === 'STYLE') return;
    for (const name of SPOKEN) {
      const value = element.getAttribute(name) ?? '';
      if (LETTERS.test(value) && !value.includes(OPEN)) bare.push(`${name}="${value}"`);
    }
    for (const node of element.childNodes) {
      if (node.nodeType === Node.ELEMENT_NODE) walk(node as Element);
      if (node.nodeType !== Node.TEXT_NODE) continue;
      const text = node.textContent ?? '';
      if (LETTERS.test(outsideBrackets(text))) bare.push(text);
    }
  };
  walk(document.body);
  return bare;
}

async function open(path: string): Promise<void> {
  window.history.replaceState(null, '', path);
  const catalogue = await loadCatalogue('qps');
  render(
    <LanguageProvider locale="qps" catalogue={catalogue}>
      <App />
    </LanguageProvider>,
  );
  let before = '';
  await vi.waitFor(
    async () => {
      await act(() => new Promise((resolve) => setTimeout(resolve, 120)));
      const now = document.body.innerHTML;
      const isStill = now === before && !now.includes('aria-busy') && now.includes(OPEN);
      before = now;
      expect(isStill).toBe(true);
    },
    { timeout: 8000 },
  );
}

test.each([
  '/inbox',
  `/inbox/${conversations[0]?.id}`,
  `/inbox/${conversations[2]?.id}`,
  `/contacts/${conversations[0]?.contact_id}`,
  '/rules',
  '/rules/new',
  '/rules/71',
  '/tags',
  '/bots',
  '/bots/changes',
  '/bots/figures',
  '/bots/try',
  '/articles',
  '/articles/new',
  '/articles/61',
  '/settings/hours',
  '/settings/marketing',
  '/settings/channels',
  '/settings/channels?add=true',
  '/settings/people',
  '/settings/deliveries',
  '/settings/imports',
  '/settings/quick-replies',
  '/settings/profile',
  '/settings/organisation',
  '/nowhere',
  '/welcome#token=spent',
  '/welcome#token=good',
])('every text of %s comes from the catalogue', { timeout: 15_000 }, async (path) => {
  await open(path);
  expect(document.body.textContent).toContain(OPEN);
  expect(bareTexts()).toEqual([]);
});

test(
  'every text of a dry run and of the fields of a tag comes from the catalogue',
  { timeout: 15_000 },
  async () => {
    const press = async (name: RegExp): Promise<void> => {
      fireEvent.click(await screen.findByRole('button', { name }));
    };
    await open('/rules/71');
    await press(/^\W*Try\W*$/);
    await screen.findByText('A refund, please');
    await press(/Pause|Resume/);
    await press(/Publish/);
    fireEvent.click(await screen.findByRole('radio', { name: /fits already/ }));
    await screen.findByText(/fits 4 people/);
    await press(/Take those tags back/);
    expect(bareTexts()).toEqual([]);
    cleanup();
    await open('/tags');
    await press(/Change refund/);
    await press(/New tag/);
    expect(bareTexts()).toEqual([]);
    await press(/Change wholesale/);
    await press(/Merge into …/);
    fireEvent.click(await screen.findByRole('combobox', { name: /Into/ }));
    fireEvent.click(await screen.findByRole('option', { name: 'refund', hidden: true }));
    await screen.findByText(/Nobody has/);
    expect(bareTexts()).toEqual([]);
  },
);

test('a bare text would be seen', () => {
  document.body.innerHTML = `<p>${OPEN}fine${CLOSE}</p><p translate="no">Ada</p><p>bare</p>`;
  expect(bareTexts()).toEqual(['bare']);
});
