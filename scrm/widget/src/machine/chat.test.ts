import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/clock.ts';
import { FakeHub } from '../testing/hub.ts';
import { FakeBrowser, texts } from '../testing/tab.ts';
import { FIRST_LOOK } from './chat.ts';
import { CONFIRMED_WITHIN_MS } from './outbound.ts';

let clock: FakeClock;
let hub: FakeHub;
let browser: FakeBrowser;

beforeEach(() => {
  clock = new FakeClock();
  hub = new FakeHub(clock);
  browser = new FakeBrowser(hub, clock);
});

describe('a message of the visitor', () => {
  it('is not shown as sent before the hub said so', async () => {
    const chat = await browser.open();
    hub.intercept = (_socket, frame) => frame.type === 'message';
    chat.write('Hello', []);
    await clock.advance(5_000);
    expect(texts(chat)).toEqual([]);
    expect(chat.outbox.entries.map(({ text }) => text)).toEqual(['Hello']);
  });

  it('is sent again under its id when nobody confirms it, and is there once', async () => {
    const chat = await browser.open();
    hub.intercept = (socket, frame) => {
      if (frame.type === 'message') hub.take(frame, socket);
      return frame.type === 'message' && hub.sockets.length < 2;
    };
    chat.write('Hello', []);
    await clock.advance(CONFIRMED_WITHIN_MS + 100);
    expect(hub.sockets.length).toBe(2);
    expect(hub.rows.length).toBe(1);
    expect(texts(chat)).toEqual(['Hello']);
    expect(chat.outbox.entries).toEqual([]);
  });

  it('outlives the page', async () => {
    const before = await browser.open();
    hub.intercept = (_socket, frame) => frame.type === 'message';
    before.write('Hello', []);
    await clock.advance(100);
    before.link.stop();
    hub.intercept = () => false;
    const after = await browser.open();
    await clock.advance(100);
    expect(texts(after)).toEqual(['Hello']);
    expect(browser.store.names()).toEqual([]);
  });

  it('waits its turn: one that is held up is not overtaken', async () => {
    const chat = await browser.open();
    let isBusy = true;
    hub.intercept = (socket, frame) => {
      if (frame.type !== 'message' || !isBusy) return false;
      isBusy = false;
      socket.tell({ type: 'refused', client_id: frame.client_id, code: 'busy', detail: '' });
      return true;
    };
    chat.write('one', []);
    chat.write('two', []);
    await clock.advance(5_000);
    expect(hub.rows.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('is said once while the answer is on its way, and the next one after it', async () => {
    const chat = await browser.open();
    hub.intercept = (_socket, frame) => frame.type === 'message';
    for (const text of ['one', 'two', 'three']) chat.write(text, []);
    await clock.advance(1_000);
    const said = hub.line.said.filter(({ type }) => type === 'message');
    expect(said.map(({ text }) => text)).toEqual(['one']);
  });

  it('has arrived when it comes back from the hub, without any other answer', async () => {
    const chat = await browser.open();
    hub.intercept = (socket, frame) => {
      if (frame.type === 'message') hub.tell(socket, hub.take(frame, socket));
      return frame.type === 'message';
    };
    chat.write('Hello', []);
    await clock.advance(10);
    expect([texts(chat), chat.outbox.entries]).toEqual([['Hello'], []]);
  });

  it('that was refused says so, holds nobody up, and goes when it is tried again', async () => {
    const chat = await browser.open();
    hub.intercept = (socket, frame) => {
      if (frame.text !== 'too long') return false;
      socket.tell({ type: 'refused', client_id: frame.client_id, code: 'too_long', detail: '' });
      return true;
    };
    chat.write('too long', []);
    chat.write('short', []);
    await clock.advance(100);
    const [refused] = chat.outbox.entries;
    expect([refused?.refusal, texts(chat)]).toEqual(['too_long', ['short']]);
    hub.intercept = () => false;
    chat.retry(refused?.clientId ?? '');
    expect(texts(chat)).toEqual(['short', 'too long']);
  });

  it('can be thrown away after it was refused', async () => {
    const chat = await browser.open();
    hub.intercept = (socket, frame) => {
      socket.tell({ type: 'refused', client_id: frame.client_id, code: 'too_long', detail: '' });
      return true;
    };
    chat.write('too long', []);
    await clock.advance(100);
    chat.discard(chat.outbox.entries[0]?.clientId ?? '');
    expect([chat.outbox.entries, browser.store.names()]).toEqual([[], []]);
  });
});

describe('what the hub tells', () => {
  it('is shown in the order of seqs, however it comes', async () => {
    const chat = await browser.open();
    for (const seq of [9, 4, 7]) {
      hub.line.tell(hub.told({ seq, by: 'agent', text: `at ${seq}`, clientId: '' }));
    }
    expect(texts(chat)).toEqual(['at 4', 'at 7', 'at 9']);
  });

  it('is shown once, however often it comes', async () => {
    const chat = await browser.open();
    const row = hub.say('Hello');
    hub.line.tell(hub.told(row));
    expect(texts(chat)).toEqual(['Hello']);
    expect(browser.arrived.length).toBe(1);
  });

  it('is asked for from behind the last thing told, not behind an answer to us', async () => {
    const chat = await browser.open();
    hub.line.isGreeted = false; // what the agent says now is still on its way …
    hub.say('before yours');
    chat.write('mine', []);
    await clock.advance(10);
    expect(texts(chat)).toEqual(['mine']);
    hub.line.drop(); // … when the line breaks
    await clock.advance(3_000);
    expect(texts(chat)).toEqual(['before yours', 'mine']);
  });

  it('changes and vanishes when it was changed or deleted, and does not come back', async () => {
    const chat = await browser.open();
    const [one, two] = [hub.say('one'), hub.say('two')];
    hub.line.tell({ ...hub.told({ ...one, text: 'won' }), type: 'edited' });
    hub.line.tell({ type: 'deleted', seq: two.seq });
    hub.line.tell(hub.told(two));
    expect(texts(chat)).toEqual(['won']);
  });

  it('begins anew when the hub has begun another conversation', async () => {
    const chat = await browser.open();
    hub.say('old');
    hub.line.drop();
    await clock.advance(3_000);
    hub.rows.length = 0;
    hub.conversation = 'c2';
    hub.line.drop();
    hub.rows.push({ seq: 1, by: 'agent', text: 'new', clientId: '' });
    await clock.advance(6_000);
    expect(texts(chat)).toEqual(['new']);
  });

  it('leaves a long past to be asked for', async () => {
    for (let count = 0; count < 200; count += 1) hub.say(`line ${count}`);
    const last = hub.rows.at(-1)?.seq ?? 0;
    hub.readSeq = last;
    browser.kept = 'known';
    const chat = await browser.open();
    expect(hub.line.said[0]).toMatchObject({ after: last - FIRST_LOOK });
    expect(chat.thread.hasEarlier).toBe(true);
    chat.showEarlier();
    await clock.advance(100);
    chat.showEarlier();
    await clock.advance(100);
    expect(texts(chat)).toEqual(hub.rows.map(({ text }) => text));
    expect(browser.arrived).toEqual([]);
  });

  it('shows who types until they say no more', async () => {
    const chat = await browser.open();
    hub.line.tell({ type: 'typing', on: true, name: 'Mira' });
    expect(chat.inbound.typing).toBe('Mira');
    await clock.advance(8_001);
    expect(chat.inbound.typing).toBeNull();
  });
});

describe('reading', () => {
  it('is told when the thread is looked at, and again after a break', async () => {
    const chat = await browser.open();
    const row = hub.say('Hello');
    expect([chat.unread, hub.reads]).toEqual([1, []]);
    chat.attention.look(true);
    expect([chat.unread, hub.reads]).toEqual([0, [row.seq]]);
    hub.line.drop();
    await clock.advance(3_000);
    expect(hub.reads).toEqual([row.seq, row.seq]);
  });

  it('in another tab is reading here, and is told once', async () => {
    const chat = await browser.open();
    const row = hub.say('Hello');
    chat.attention.readElsewhere(row.seq);
    chat.attention.look(true);
    expect([chat.unread, hub.reads]).toEqual([0, []]);
  });
});
