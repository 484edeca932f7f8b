import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/clock.ts';
import { FakeHub } from '../testing/hub.ts';
import { PAGE } from '../testing/tab.ts';
import { backoff, LONGEST_MS, SHORTEST_MS } from './backoff.ts';
import { ANSWER_WITHIN_MS, Link, type LinkUse, type Prepared } from './link.ts';

function setUp(more: Partial<LinkUse> = {}): { clock: FakeClock; hub: FakeHub; link: Link } {
  const clock = new FakeClock();
  const hub = new FakeHub(clock);
  const use: LinkUse = {
    prepare: () => Promise.resolve<Prepared>({ outcome: 'ready' }),
    connect: (events) => hub.connect(events),
    hello: () => ({ type: 'hello', token: 't', after: 0, page: PAGE, locale: 'en' }),
    heard: () => undefined,
    changed: () => undefined,
    ...more,
  };
  return { clock, hub, link: new Link(use, clock) };
}

async function live(more: Partial<LinkUse> = {}): Promise<ReturnType<typeof setUp>> {
  const made = setUp(more);
  made.link.start();
  await made.clock.advance(50);
  expect(made.link.phase).toBe('live');
  return made;
}

describe('the pause before a new try', () => {
  it.each([
    [1, 0, SHORTEST_MS],
    [1, 0.999999, 2 * SHORTEST_MS],
    [3, 0.999999, 8 * SHORTEST_MS],
    [50, 0.999999, LONGEST_MS],
    [50, 0, SHORTEST_MS],
  ])('after %i failures with chance %f is %i ms', (failures, random, expected) => {
    expect(backoff(failures, random)).toBe(expected);
  });
});

describe('a connection', () => {
  it('is live only when the hub has told everything', async () => {
    const { clock, hub, link } = setUp();
    hub.intercept = (socket, frame) => {
      if (frame.type === 'hello') socket.tell({ type: 'ready', agents: [], ping: 25 });
      return true;
    };
    link.start();
    await clock.advance(50);
    expect(link.phase).toBe('catching_up');
    expect(link.send({ type: 'typing' })).toBe(false);
    hub.line.tell({ type: 'caught_up', seq: 0 });
    expect(link.send({ type: 'typing' })).toBe(true);
  });

  it('comes back after a break, later each time, and starts from the shortest once it was live', async () => {
    const { clock, hub, link } = await live();
    const pauses = [];
    hub.intercept = () => true;
    for (let round = 0; round < 8; round += 1) {
      hub.line.drop();
      pauses.push(clock.next() ?? 0);
      await clock.advance(clock.next() ?? 0);
      await clock.advance(20);
    }
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(SHORTEST_MS);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(LONGEST_MS);
    expect(Math.max(...pauses)).toBeGreaterThan(4 * SHORTEST_MS);
    hub.intercept = () => false;
    hub.line.drop();
    await clock.advance(LONGEST_MS + 50);
    expect(link.phase).toBe('live');
    hub.line.drop();
    expect(clock.next()).toBeLessThanOrEqual(2 * SHORTEST_MS);
  });

  it('pings whatever the hub says meanwhile, for the hub leaves those who say nothing', async () => {
    const { clock, hub } = await live();
    for (let second = 0; second < 60; second += 1) {
      hub.line.tell({ type: 'typing', on: true, name: '' });
      await clock.advance(1_000);
    }
    expect(hub.line.count('ping')).toBe(2);
  });

  it('is given up when a ping stays without an answer', async () => {
    const { clock, hub, link } = await live();
    hub.intercept = (_socket, frame) => frame.type === 'ping';
    await clock.advance(25_000);
    expect(link.phase).toBe('live');
    await clock.advance(ANSWER_WITHIN_MS);
    expect(link.phase).toBe('waiting');
    expect(hub.line.isOpen).toBe(false);
  });

  it('is given up when the hub takes the call and says nothing', async () => {
    const { clock, hub, link } = setUp();
    hub.intercept = () => true;
    link.start();
    await clock.advance(ANSWER_WITHIN_MS);
    expect(link.phase).toBe('waiting');
  });

  it('listens to nothing from a line that it has left', async () => {
    const heard: string[] = [];
    const { clock, hub, link } = await live({ heard: (frame) => heard.push(frame.type) });
    const old = hub.line;
    link.restart();
    await clock.advance(50);
    heard.length = 0;
    old.isOpen = true;
    old.tell({ type: 'typing', on: true, name: 'ghost' });
    old.drop();
    expect(heard).toEqual([]);
    expect(link.phase).toBe('live');
  });

  it('wakes at once from a long sleep, and asks first after a short one', async () => {
    const { clock, hub, link } = await live();
    await clock.advance(ANSWER_WITHIN_MS + 1);
    link.wake();
    expect([hub.sockets.length, hub.line.count('ping')]).toEqual([1, 1]);
    clock.sleep(3_600_000);
    link.wake();
    await clock.advance(50);
    expect(hub.sockets.length).toBe(2);
  });

  it('goes where the hub sends it when it ends', async () => {
    const { clock, hub, link } = await live();
    hub.line.tell({ type: 'ended', code: 'going_away', again_in: 45 });
    hub.line.drop();
    link.wake();
    await clock.advance(44_000);
    expect([link.phase, hub.sockets.length]).toEqual(['waiting', 1]);
    await clock.advance(1_100);
    expect(link.phase).toBe('live');
  });

  it('ends for good when the visitor is not wanted', async () => {
    const { clock, hub, link } = await live();
    hub.line.tell({ type: 'ended', code: 'blocked', again_in: null });
    hub.line.drop();
    link.wake();
    await clock.advance(600_000);
    expect([link.phase, hub.sockets.length]).toEqual(['over', 1]);
  });

  it('rests when it was replaced, until somebody looks here', async () => {
    const { clock, hub, link } = await live();
    hub.line.tell({ type: 'ended', code: 'replaced', again_in: null });
    hub.line.drop();
    await clock.advance(600_000);
    expect(hub.sockets.length).toBe(1);
    link.wake();
    await clock.advance(50);
    expect(link.phase).toBe('live');
  });

  it('asks for a session again as late as it was told', async () => {
    let asked = 0;
    const prepare = (): Promise<Prepared> => {
      asked += 1;
      return Promise.resolve({ outcome: 'again', afterMs: 20_000 });
    };
    const { clock, link } = setUp({ prepare });
    link.start();
    await clock.advance(19_999);
    link.wake();
    await clock.advance(0);
    expect(asked).toBe(1);
    await clock.advance(2);
    expect(asked).toBe(2);
  });
});
