import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryStore } from '../testing/tab.ts';
import { Consent } from './consent.ts';

const NONE = { url: '', title: '', referrer: '' };
const HERE = {
  url: 'https://shop.example/cups',
  title: 'Cups',
  referrer: 'https://search.example/',
};
let texts: MemoryStore;

beforeEach(() => {
  texts = new MemoryStore();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => texts.read(name),
    setItem: (name: string, text: string) => texts.write(name, text),
    removeItem: (name: string) => texts.remove(name),
  });
  vi.stubGlobal('location', { href: HERE.url });
  vi.stubGlobal('document', { title: HERE.title, referrer: HERE.referrer });
});

describe('the page that is told', () => {
  it('is where the visitor is, on a site that asks for no consent', () => {
    expect(new Consent({}, 'scrm:key').page()).toEqual(HERE);
  });

  it('is none before the visitor agreed, and none after they took it back', () => {
    const consent = new Consent({ page_consent: true }, 'scrm:key');
    expect(consent.page()).toEqual(NONE);
    consent.set(true);
    expect(consent.page()).toEqual(HERE);
    consent.set(false);
    expect(consent.page()).toEqual(NONE);
  });

  it('is told on the next page too, once they agreed', () => {
    new Consent({ page_consent: true }, 'scrm:key').set(true);
    expect(new Consent({ page_consent: true }, 'scrm:key').page()).toEqual(HERE);
    expect(new Consent({ page_consent: true }, 'scrm:other').page()).toEqual(NONE);
  });

  it('is told on this page alone, where the browser keeps nothing', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    const consent = new Consent({ page_consent: true }, 'scrm:key');
    consent.set(true);
    expect(consent.page()).toEqual(HERE);
    expect(new Consent({ page_consent: true }, 'scrm:key').page()).toEqual(NONE);
  });
});
