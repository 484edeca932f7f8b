import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/clock.ts';
import { FakeHub } from '../testing/hub.ts';
import { FakeBrowser, texts } from '../testing/tab.ts';
import { settingsOf } from '../shared/settings.ts';

let clock: FakeClock;
let hub: FakeHub;
let browser: FakeBrowser;

beforeEach(() => {
  clock = new FakeClock();
  hub = new FakeHub(clock);
  browser = new FakeBrowser(hub, clock);
});

describe('a stranger', () => {
  it('is nobody until the chat is opened, and has no line before there is something to say', async () => {
    const chat = browser.load();
    await clock.advance(60_000);
    expect([hub.wishes.length, hub.sockets.length]).toEqual([0, 0]);
    chat.show(true);
    await clock.advance(100);
    expect([hub.wishes.length, hub.sockets.length]).toEqual([1, 1]);
  });

  it('gets a token that is kept before the first word is said', async () => {
    const chat = await browser.open();
    expect(browser.kept).toBe('');
    hub.intercept = (_socket, frame) => {
      if (frame.type === 'message') expect(browser.kept).toBe(chat.token);
      return false;
    };
    chat.write('Hello', []);
    await clock.advance(10);
    expect(texts(chat)).toEqual(['Hello']);
  });

  it('has a token for a file only when it is kept, of whichever tab it is', async () => {
    const [one, two] = [await browser.open(), await browser.open()];
    expect([one.outbound.fileToken(), two.outbound.fileToken()]).toEqual(['', '']);
    await clock.advance(500);
    expect(browser.kept).not.toBe('');
    expect([one.outbound.fileToken(), two.outbound.fileToken()]).toEqual([
      browser.kept,
      browser.kept,
    ]);
  });

  it('who writes in two tabs at once is one visitor', async () => {
    const [one, two] = [await browser.open(), await browser.open()];
    expect(one.token).not.toBe(two.token);
    one.write('from one', []);
    two.write('from two', []);
    await clock.advance(500);
    expect([one.token, two.token]).toEqual([browser.kept, browser.kept]);
    const tokens = hub.sockets.map(({ said }) => [said[0]?.token, said.length]);
    expect(tokens.filter(([token, words]) => token !== browser.kept && Number(words) > 1)).toEqual(
      [],
    );
    expect(texts(two).sort()).toEqual(['from one', 'from two']);
  });

  it('is asked for a name where the site wants one, and only before the first word', async () => {
    hub.settings = settingsOf({ form: { name: 'required' } });
    const chat = await browser.open();
    expect(chat.questions?.fields.name).toBe('required');
    chat.introduce({ name: 'Ada' });
    await clock.advance(10);
    expect([hub.forms, chat.questions]).toEqual([[{ name: 'Ada' }], null]);
  });

  it('whose form was under way when the line broke is introduced all the same', async () => {
    hub.settings = settingsOf({ form: { name: 'required' } });
    const chat = await browser.open();
    hub.intercept = (socket, frame) => {
      if (frame.type === 'form') socket.drop();
      return frame.type === 'form';
    };
    chat.introduce({ name: 'Ada' });
    await clock.advance(10);
    hub.intercept = () => false;
    await clock.advance(3_000);
    expect(hub.forms).toEqual([{ name: 'Ada' }]);
    expect(chat.introduction.unsent).toBeNull();
  });
});

describe('identity', () => {
  it('is proven once; what the token carries is not proven again', async () => {
    const chat = await browser.open();
    chat.identify('signed');
    await clock.advance(100);
    chat.givePass({ token: 'rotated elsewhere', box: 'box' });
    await clock.advance(100);
    expect(hub.wishes.map(({ identity }) => identity)).toEqual(['', 'signed', '']);
  });

  it('that is refused leaves a chat without it', async () => {
    hub.answerSession = (wish) => (wish.identity ? { outcome: 'never' } : hub.session(wish));
    const chat = await browser.open();
    chat.identify('too old');
    await clock.advance(100);
    expect(chat.link.phase).toBe('live');
  });

  it('that ends takes everything with it', async () => {
    const chat = await browser.open();
    chat.write('secret', []);
    await clock.advance(10);
    hub.intercept = (_socket, frame) => frame.type === 'message';
    chat.write('unsent secret', []);
    chat.givePass({ token: '', box: 'another box' });
    hub.rows.length = 0;
    await clock.advance(100);
    expect([texts(chat), chat.outbox.entries, browser.store.names()]).toEqual([[], [], []]);
  });

  it('a token that is worth nothing any more brings a new one, and no history', async () => {
    const chat = await browser.open();
    chat.write('old', []);
    await clock.advance(10);
    hub.rows.length = 0;
    hub.answerSession = (wish) => hub.session({ ...wish, token: '' });
    hub.line.tell({ type: 'ended', code: 'unauthorised', again_in: null });
    hub.line.drop();
    await clock.advance(3_000);
    expect([hub.wishes.length, texts(chat), chat.link.phase]).toEqual([2, [], 'live']);
  });
});
