import type { Clock } from '../machine/clock.ts';

/** Time that moves when it is told to, and chance that can be repeated. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 1, 1);
  #timers: { at: number; call: () => void }[] = [];
  #seed: number;

  constructor(seed = 1) {
    this.#seed = seed;
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    this.#seed = (Math.imul(this.#seed, 1664525) + 1013904223) >>> 0;
    return this.#seed / 2 ** 32;
  }

  /** The machine sleeps: time goes on, and no timer with it. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
  }

  later(milliseconds: number, call: () => void): () => void {
    const timer = { at: this.#now + milliseconds, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Milliseconds until the next timer, or null. */
  next(): number | null {
    return this.#timers.length === 0
      ? null
      : Math.min(...this.#timers.map(({ at }) => at)) - this.#now;
  }

  /** Lets time pass; between two timers everything that was promised is done. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settled();
    for (let due = this.#due(end); due; due = this.#due(end)) {
      this.#now = Math.max(this.#now, due.at);
      this.#timers = this.#timers.filter((one) => one !== due);
      due.call();
      await settled();
    }
    this.#now = end;
  }

  #due(end: number): { at: number; call: () => void } | undefined {
    return this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Until all that is promised already is done. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
