import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/clock.ts';
import { Tabs } from './tabs.ts';

type Listener = (word: unknown) => void;

let clock: FakeClock;
let listeners: Map<string, Listener>;
let chimed: string[];
let read: string[];
let left: string[];

function open(tab: string): Tabs {
  const channel = {
    post: (word: unknown) => {
      for (const [name, listen] of listeners) if (name !== tab) listen(structuredClone(word));
    },
    heard: (listen: Listener) => void listeners.set(tab, listen),
  };
  const use = {
    readElsewhere: (seq: number) => void read.push(`${tab} ${seq}`),
    left: () => void left.push(tab),
    chime: () => void chimed.push(tab),
  };
  return new Tabs(channel, use, tab, clock);
}

beforeEach(() => {
  clock = new FakeClock();
  listeners = new Map();
  [chimed, read, left] = [[], [], []];
});

describe('the tabs of a visitor', () => {
  it('share what was read, and take over what a tab leaves', () => {
    const [a] = [open('a'), open('b'), open('c')];
    a?.read(7);
    a?.leave();
    expect([read, left]).toEqual([
      ['b 7', 'c 7'],
      ['b', 'c'],
    ]);
  });

  it.each([
    ['in order', ['a', 'b', 'c']],
    ['the other way round', ['c', 'b', 'a']],
  ])('make one sound for one message, claimed %s', async (_order, names) => {
    const tabs = names.map(open);
    for (const tab of tabs) tab.claim(5, 'audible');
    await clock.advance(1_000);
    expect(chimed).toEqual(['a']);
  });

  it('make one sound when a tab is late', async () => {
    const [a, b] = [open('a'), open('b')];
    a.claim(5, 'audible');
    await clock.advance(1_000);
    b.claim(5, 'audible');
    await clock.advance(1_000);
    expect(chimed).toEqual(['a']);
  });

  it.each([
    ['before', ['looking', 'audible']],
    ['after', ['audible', 'looking']],
  ] as const)('are quiet when one is looked at, said %s', async (_when, [first, second]) => {
    const [a, b] = [open('a'), open('b')];
    a.claim(5, first);
    b.claim(5, second);
    await clock.advance(1_000);
    expect(chimed).toEqual([]);
  });

  it('sound again for the next message', async () => {
    const [a, b] = [open('a'), open('b')];
    for (const seq of [5, 6]) {
      a.claim(seq, 'audible');
      b.claim(seq, 'audible');
      await clock.advance(1_000);
    }
    expect(chimed).toEqual(['a', 'a']);
  });

  it.each([null, 'read', { type: 'read' }, { type: 'claim', tab: 'a' }])(
    'hear nothing in %j',
    (word) => {
      open('a');
      listeners.get('a')?.(word);
      expect([read, chimed, left]).toEqual([[], [], []]);
    },
  );
});
