import { beforeEach, describe, expect, it } from 'vitest';
import { settingsOf } from '../shared/settings.ts';
import { FakeClock } from '../testing/clock.ts';
import { FakeHub } from '../testing/hub.ts';
import { FakeBrowser, texts } from '../testing/tab.ts';

const BACK = '2027-03-22T08:00:00Z';
const CLOSED = { open: false, opens_at: BACK };
const REACH = { name: 'off', email: 'optional', phone: 'optional' };

let clock: FakeClock;
let hub: FakeHub;
let browser: FakeBrowser;

beforeEach(() => {
  clock = new FakeClock();
  hub = new FakeHub(clock);
  browser = new FakeBrowser(hub, clock);
});

describe('while nobody is there', () => {
  it('a visitor knows it from the session, and when it will be over', async () => {
    hub.hours = CLOSED;
    const chat = await browser.open();
    expect(chat.inbound.hours).toEqual({ isOpen: false, opensAt: new Date(BACK) });
  });

  it('asks where to answer, though the site has no form, and takes messages beside', async () => {
    hub.hours = CLOSED;
    const chat = await browser.open();
    expect(chat.questions).toEqual({ fields: REACH, isAway: true, refused: '' });
    chat.write('Hello', []);
    await clock.advance(10);
    expect([texts(chat), chat.questions?.isAway]).toEqual([['Hello'], true]);
  });

  it('is heard of by who is here when it begins and ends', async () => {
    const chat = await browser.open();
    expect(chat.questions).toBeNull();
    hub.line.tell({ type: 'hours', ...CLOSED });
    expect(chat.questions?.isAway).toBe(true);
    hub.line.tell({ type: 'hours', open: true, opens_at: null });
    expect(chat.questions).toBeNull();
  });

  it('does not ask again for what was left, or waved away', async () => {
    hub.hours = CLOSED;
    const chat = await browser.open();
    chat.introduce({ email: 'ada@shop.example' });
    await clock.advance(10);
    expect([hub.forms, chat.questions]).toEqual([[{ email: 'ada@shop.example' }], null]);
    expect(chat.introduction.isLeft).toBe(true);
    expect((await browser.open()).questions).toBeNull();
  });

  it('asks who skipped the form when somebody was there', async () => {
    hub.settings = settingsOf({ form: { email: 'optional' } });
    const chat = await browser.open();
    chat.introduce(null);
    expect(chat.questions).toBeNull();
    hub.line.tell({ type: 'hours', ...CLOSED });
    expect(chat.questions?.fields).toEqual(REACH);
    chat.introduce(null);
    expect(chat.questions).toBeNull();
  });

  it('asks where to answer of who gave only a name before, and thanks nobody for that', async () => {
    hub.settings = settingsOf({ form: { name: 'required', email: 'optional' } });
    const chat = await browser.open();
    chat.introduce({ name: 'Ada' });
    await clock.advance(10);
    expect([chat.questions, chat.introduction.isLeft]).toEqual([null, false]);
    hub.line.tell({ type: 'hours', ...CLOSED });
    expect(chat.questions).toEqual({ fields: REACH, isAway: true, refused: '' });
  });

  it('asks nothing of who the site knows', async () => {
    hub.hours = CLOSED;
    const chat = browser.load();
    chat.identify('header.claims.signature');
    chat.show(true);
    await clock.advance(100);
    expect(chat.questions).toBeNull();
  });

  it('asks again for what the hub did not take, and says which', async () => {
    hub.hours = CLOSED;
    hub.intercept = (socket, frame) => {
      if (frame.type === 'form') socket.tell({ type: 'unformed', field: 'email', code: '' });
      return frame.type === 'form';
    };
    const chat = await browser.open();
    chat.introduce({ email: 'ada@nowhere' });
    await clock.advance(10);
    expect(chat.questions).toEqual({ fields: REACH, isAway: true, refused: 'email' });
    hub.intercept = () => false;
    chat.introduce({ email: 'ada@shop.example' });
    await clock.advance(10);
    expect(hub.forms).toEqual([{ email: 'ada@shop.example' }]);
  });
});

describe('how it was', () => {
  it('is asked when the hub says so, and said once', async () => {
    const chat = await browser.open();
    hub.rate = '7';
    hub.line.tell({ type: 'rate', conversation: '7' });
    expect(chat.rating.isAsked).toBe(true);
    chat.outbound.rate(4, 'Quick');
    chat.write('Bye', []);
    await clock.advance(10);
    expect([hub.ratings, chat.rating.isAsked]).toEqual([[[4, 'Quick']], false]);
    expect(hub.sockets.map((line) => line.count('rated'))).toEqual([1]);
  });

  it('is asked of who comes back', async () => {
    hub.rate = '7';
    expect((await browser.open()).rating.isAsked).toBe(true);
  });

  it('is said again where the line broke before the hub had it', async () => {
    hub.rate = '7';
    const chat = await browser.open();
    hub.intercept = (socket, frame) => {
      if (frame.type === 'rated') socket.drop();
      return frame.type === 'rated';
    };
    chat.outbound.rate(2, '');
    hub.intercept = () => false;
    await clock.advance(3_000);
    expect([hub.ratings, chat.rating.unsent]).toEqual([[[2, '']], null]);
    expect(chat.rating.isThanked).toBe(true);
  });

  it('is not asked again of who waved it away, in whatever tab', async () => {
    hub.rate = '7';
    const chat = await browser.open();
    chat.outbound.rate(null, '');
    expect(chat.rating.isAsked).toBe(false);
    expect((await browser.open()).rating.isAsked).toBe(false);
  });

  it('is no question any more when the talk goes on', async () => {
    hub.rate = '7';
    const chat = await browser.open();
    chat.write('One thing more', []);
    expect(chat.rating.isAsked).toBe(false);
  });

  it('is asked of anew where the talk went on after it was waved away', async () => {
    hub.rate = '7';
    const chat = await browser.open();
    chat.outbound.rate(null, '');
    chat.write('One thing more', []);
    await clock.advance(10);
    hub.line.tell({ type: 'rate', conversation: '7' });
    expect(chat.rating.isAsked).toBe(true);
  });

  it('is no question any more when it was said in another tab', async () => {
    hub.rate = '7';
    const chat = await browser.open();
    hub.line.tell({ type: 'rated', conversation: '7', score: 5 });
    expect([chat.rating.isAsked, chat.rating.isThanked]).toEqual([false, true]);
  });

  it('gets no thanks for what the hub does not want', async () => {
    hub.rate = '7';
    const chat = await browser.open();
    hub.line.tell({ type: 'unrated', conversation: '7', code: 'not_due' });
    expect([chat.rating.isAsked, chat.rating.isThanked]).toEqual([false, false]);
  });
});
