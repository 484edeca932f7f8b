import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryStore } from '../testing/tab.ts';
import { PassStore } from './storage.ts';

let texts: MemoryStore;

beforeEach(() => {
  texts = new MemoryStore();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => texts.read(name),
    setItem: (name: string, text: string) => texts.write(name, text),
  });
});

describe('the pass in the site’s storage', () => {
  it('keeps the first of two tokens that were made at once', () => {
    const [one, two] = [new PassStore('key'), new PassStore('key')];
    expect(one.keep('first', '').token).toBe('first');
    expect(two.keep('second', '').token).toBe('first');
  });

  it('takes a token in place of the one it was asked with', () => {
    const [one, two] = [new PassStore('key'), new PassStore('key')];
    one.keep('old', '');
    expect(one.keep('new', 'old').token).toBe('new');
    expect(two.read().token).toBe('new');
  });

  it('is one box for all tabs, and another after it was forgotten', () => {
    const [one, two] = [new PassStore('key'), new PassStore('key')];
    one.keep('token', '');
    const box = one.read().box;
    expect(two.read().box).toBe(box);
    const fresh = one.forget();
    expect([fresh.token, fresh.box === box]).toEqual(['', false]);
    expect(two.read()).toEqual(fresh);
  });

  it.each([['not JSON'], ['7'], ['{"token":"without a box"}']])('reads no pass in %s', (text) => {
    texts.write('scrm:key', text);
    expect(new PassStore('key').read().token).toBe('');
  });

  it('lasts as long as the page where the browser keeps nothing', () => {
    const refuse = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
    const store = new PassStore('key');
    expect(store.keep('token', '').token).toBe('token');
    expect(store.read().token).toBe('token');
  });
});
