import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Greeter, greetingsOf } from './greeting.ts';

const SETTINGS = {
  greetings: [
    { pages: '/cart*', after: 20, text: { en: 'Questions?', zh: '有问题吗？' } },
    { pages: '/', after: 0, text: { zh: '您好' } },
    { pages: '*/sale.html', after: 5, text: { en: 'Half price' } },
  ],
};

let said: string;
let heard: string[];
let isBusy: boolean;

function greeter(language = 'en'): Greeter {
  return new Greeter(greetingsOf(SETTINGS, language), {
    said: () => said,
    keepSaid: (names) => (said = names),
    mayGreet: () => !isBusy,
    greet: (words) => heard.push(words),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  [said, heard, isBusy] = ['', [], false];
});
afterEach(() => vi.useRealTimers());

describe('a greeting', () => {
  it('comes after its time, on its pages, in the language of the page', () => {
    greeter('zh').visit('/cart/2');
    vi.advanceTimersByTime(19_999);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(heard).toEqual(['有问题吗？']);
  });

  it.each([
    ['/carts', ['Questions?']],
    ['/shop/cart', []],
    ['/summer/sale.html', ['Half price']],
    ['/summer/saleshtml', []],
  ])('knows its pages: %s', (path, words) => {
    greeter().visit(path);
    vi.advanceTimersByTime(60_000);
    expect(heard).toEqual(words);
  });

  it('in a language without words is in English, and without those is none', () => {
    greeter('ar').visit('/cart');
    greeter('ar').visit('/');
    vi.advanceTimersByTime(60_000);
    expect(heard).toEqual(['Questions?']);
  });

  it('is said once in a session, on however many pages', () => {
    greeter().visit('/cart');
    vi.advanceTimersByTime(20_000);
    const next = greeter();
    next.visit('/cart');
    vi.advanceTimersByTime(20_000);
    expect(heard).toEqual(['Questions?']);
  });

  it('is not said on the page after', () => {
    const one = greeter();
    one.visit('/cart');
    vi.advanceTimersByTime(19_000);
    one.visit('/checkout');
    vi.advanceTimersByTime(60_000);
    expect(heard).toEqual([]);
  });

  it('does not come in between, and may come another time', () => {
    isBusy = true;
    const one = greeter();
    one.visit('/cart');
    vi.advanceTimersByTime(20_000);
    isBusy = false;
    one.visit('/cart');
    vi.advanceTimersByTime(20_000);
    expect(heard).toEqual(['Questions?']);
  });
});
