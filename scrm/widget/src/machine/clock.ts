/** Time and chance, so that tests can hold both. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 up to, and without, 1. */
  random(): number;
  /** Calls once after that many milliseconds, unless the answer is called first. */
  later(milliseconds: number, call: () => void): () => void;
}

/** One timer that is set again and again; setting it forgets what it was set for. */
export class Timer {
  readonly #clock: Clock;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isSet(): boolean {
    return this.#cancel !== null;
  }

  set(milliseconds: number, call: () => void): void {
    this.clear();
    this.#cancel = this.#clock.later(milliseconds, () => {
      this.#cancel = null;
      call();
    });
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
