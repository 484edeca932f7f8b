/** Two soft notes. Silent until the visitor has done something here, and where they want it so. */
import type { Store } from '../machine/outbox.ts';

const NOTES = [
  { pitch: 660, at: 0 },
  { pitch: 880, at: 0.11 },
];
const LOUDNESS = 0.06;
const LASTS = 0.28;

export class Sound {
  readonly #store: Store;
  #context: AudioContext | null = null;

  constructor(store: Store) {
    this.#store = store;
    const unlock = (): void => {
      this.#context ??= new AudioContext();
      void this.#context.resume();
    };
    for (const name of ['pointerdown', 'keydown'] as const) {
      addEventListener(name, unlock, { once: true });
    }
  }

  get isOn(): boolean {
    return this.#store.read('sound') !== 'off';
  }

  get isAudible(): boolean {
    return this.isOn && this.#context?.state === 'running';
  }

  toggle(): void {
    this.#store.write('sound', this.isOn ? 'off' : 'on');
  }

  play(): void {
    const context = this.#context;
    if (!context || !this.isAudible) return;
    for (const { pitch, at } of NOTES) {
      const [tone, volume] = [context.createOscillator(), context.createGain()];
      const start = context.currentTime + at;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(LOUDNESS, start);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + LASTS);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + LASTS);
    }
  }
}
