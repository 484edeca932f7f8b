/** Lines that break anywhere, again and again: nothing is lost and nothing is there twice. */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/clock.ts';
import { FakeHub, type FakeSocket } from '../testing/hub.ts';
import { FakeBrowser, texts } from '../testing/tab.ts';
import type { Chat } from './chat.ts';

type Break = (hub: FakeHub, socket: FakeSocket, frame: Record<string, unknown>) => boolean;
type Told = Record<string, unknown> & { type: string };

const BREAKS: Record<string, Break> = {
  'before the message arrives': (_hub, socket) => {
    socket.drop();
    return true;
  },
  'after the commit, before the answer': (hub, socket, frame) => {
    hub.take(frame as Told, socket);
    socket.drop();
    return true;
  },
  'after the answer': (hub, socket, frame) => {
    hub.confirm(socket, hub.take(frame as Told, socket));
    socket.drop();
    return true;
  },
  'while an agent answers': (hub, socket, frame) => {
    const row = hub.take(frame as Told, socket);
    socket.isGreeted = false; // the answer is committed, and never told on this line
    hub.say(`answer to ${row.text}`);
    hub.confirm(socket, row);
    socket.drop();
    return true;
  },
  'with the answer told twice': (hub, socket, frame) => {
    const row = hub.take(frame as Told, socket);
    hub.confirm(socket, row);
    hub.confirm(socket, row);
    hub.tell(socket, row);
    return true;
  },
  'with the answer after the message itself': (hub, socket, frame) => {
    const row = hub.take(frame as Told, socket);
    hub.tell(socket, row);
    hub.confirm(socket, row);
    return true;
  },
};

async function rest(clock: FakeClock): Promise<void> {
  await clock.advance(120_000);
}

function expectWhole(chat: Chat, hub: FakeHub): void {
  expect(texts(chat)).toEqual(hub.rows.map(({ text }) => text));
  expect(chat.outbox.entries).toEqual([]);
}

describe.each(Object.entries(BREAKS))('a line that breaks %s', (_name, breaks) => {
  it.each([1, 2, 5])('%i times loses nothing and doubles nothing', async (times) => {
    const clock = new FakeClock(times);
    const hub = new FakeHub(clock);
    const chat = await new FakeBrowser(hub, clock).open();
    let left = times;
    hub.intercept = (socket, frame) => {
      if (frame.type !== 'message' || left === 0) return false;
      left -= 1;
      return breaks(hub, socket, frame);
    };
    const words = Array.from({ length: times }, (_, index) => `word ${index}`);
    for (const word of words) chat.write(word, []);
    hub.say('from the agent');
    await rest(clock);
    expect(left).toBe(0);
    const written = hub.rows.filter(({ by }) => by === 'visitor').map(({ text }) => text);
    expect(written).toEqual(words);
    expectWhole(chat, hub);
  });
});

describe.each(Array.from({ length: 60 }, (_, seed) => seed + 1))('chaos %i', (seed) => {
  it('ends with the same words on both sides, in two tabs', async () => {
    const clock = new FakeClock(seed);
    const hub = new FakeHub(clock);
    const browser = new FakeBrowser(hub, clock);
    const tabs = [await browser.open(), await browser.open()];
    const breaks = Object.values(BREAKS);
    hub.intercept = (socket, frame) => {
      if (clock.random() < 0.15) {
        socket.drop();
        return true;
      }
      if (frame.type !== 'message' || clock.random() < 0.4) return false;
      return breaks[Math.floor(clock.random() * breaks.length)]?.(hub, socket, frame) ?? false;
    };
    const written = new Set<string>();
    for (let step = 0; step < 40; step += 1) {
      const tab = tabs[Math.floor(clock.random() * 2)] as Chat;
      if (clock.random() < 0.4) {
        tab.write(`word ${step}`, []);
        written.add(`word ${step}`);
      } else if (clock.random() < 0.5) hub.say(`say ${step}`);
      else hub.sockets[Math.floor(clock.random() * hub.sockets.length)]?.drop();
      await clock.advance(clock.random() * 2_000);
    }
    hub.intercept = () => false;
    await rest(clock);
    const arrived = hub.rows.filter(({ by }) => by === 'visitor').map(({ text }) => text);
    expect([...arrived].sort()).toEqual([...written].sort());
    for (const tab of tabs) expectWhole(tab, hub);
    expect(browser.store.names()).toEqual([]);
  });
});
