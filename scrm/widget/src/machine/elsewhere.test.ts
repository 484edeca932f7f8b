import { beforeEach, expect, it } from 'vitest';
import { FakeClock } from '../testing/clock.ts';
import { FakeHub } from '../testing/hub.ts';
import { FakeBrowser } from '../testing/tab.ts';
import type { Chat } from './chat.ts';

const TELEGRAM = { platform: 'telegram', label: 'Telegram' };

let clock: FakeClock;
let hub: FakeHub;
let chat: Chat;

beforeEach(async () => {
  clock = new FakeClock();
  hub = new FakeHub(clock);
  hub.places = [TELEGRAM];
  chat = await new FakeBrowser(hub, clock).open();
});

async function write(): Promise<void> {
  chat.write('Hello', []);
  await clock.advance(10);
}

it('is offered once there is something to go on with', async () => {
  expect(chat.elsewhere.places).toEqual([]);
  await write();
  expect(chat.elsewhere.places).toEqual([TELEGRAM]);
});

it('has the link before it is pressed', async () => {
  await write();
  chat.elsewhere.choose(TELEGRAM);
  expect(chat.elsewhere.url).toBe('https://t.me/shop_bot?start=token-1');
});

it('renews the link before it runs out, and no more once the visitor stays', async () => {
  await write();
  chat.elsewhere.choose(TELEGRAM);
  await clock.advance(28 * 60_000);
  expect(chat.elsewhere.url).toMatch(/token-1$/);
  await clock.advance(60_000);
  expect(chat.elsewhere.url).toMatch(/token-2$/);
  chat.elsewhere.choose(null);
  await clock.advance(60 * 60_000);
  const asked = hub.sockets.map((socket) => socket.count('continue'));
  expect(asked.reduce((sum, count) => sum + count)).toBe(2);
});

it('asks again after a while when it was refused', async () => {
  await write();
  hub.refusesToContinue = true;
  chat.elsewhere.choose(TELEGRAM);
  expect([chat.elsewhere.isRefused, chat.elsewhere.url]).toEqual([true, '']);
  hub.refusesToContinue = false;
  await clock.advance(15_000);
  expect([chat.elsewhere.isRefused, chat.elsewhere.url !== '']).toEqual([false, true]);
});

it('asks again when the line broke before the answer', async () => {
  await write();
  hub.intercept = (_socket, frame) => frame.type === 'continue';
  chat.elsewhere.choose(TELEGRAM);
  expect(chat.elsewhere.url).toBe('');
  hub.intercept = () => false;
  hub.line.drop();
  await clock.advance(5_000);
  expect(chat.elsewhere.url).not.toBe('');
});

it('lets go of a place that is no more', async () => {
  await write();
  chat.elsewhere.choose(TELEGRAM);
  hub.places = [];
  hub.line.drop();
  await clock.advance(5_000);
  expect([chat.elsewhere.places, chat.elsewhere.chosen]).toEqual([[], null]);
});

it('takes no link that is not a web address', async () => {
  await write();
  hub.intercept = (socket, frame) => {
    if (frame.type !== 'continue') return false;
    socket.tell({ type: 'continue', platform: 'telegram', url: 'javascript:alert(1)', seconds: 9 });
    return true;
  };
  chat.elsewhere.choose(TELEGRAM);
  expect([chat.elsewhere.url, chat.elsewhere.isRefused]).toEqual(['', true]);
});
