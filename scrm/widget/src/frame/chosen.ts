/** Files that were chosen and wait in the composer for the message that takes them along. */
import type { Attachment } from '../machine/protocol.ts';
import { element, iconButton } from './dom.ts';
import type { Files, Refusal, Upload, Uploader } from './files.ts';
import type { Language } from './words.ts';

interface Chosen {
  file: File;
  chip: HTMLElement;
  upload: Upload | null;
  stored: Attachment | null;
  hasFailed: boolean;
  /** What we don't take at all holds up nothing else. */
  isRefused: boolean;
}

const REFUSALS = { too_large: 'tooLarge', type: 'typeRefused', failed: 'uploadFailed' } as const;
export const MOST_FILES = 10;

export class ChosenFiles {
  readonly element = element('ul', { class: 'chosen', hidden: true });
  readonly #language: Language;
  readonly #files: Files;
  readonly #token: () => string;
  readonly #upload: Uploader;
  readonly #changed: () => void;
  #chosen: Chosen[] = [];

  constructor(
    language: Language,
    files: Files,
    use: { token: () => string; upload: Uploader; changed: () => void },
  ) {
    this.#language = language;
    this.#files = files;
    this.#token = use.token;
    this.#upload = use.upload;
    this.#changed = use.changed;
  }

  get count(): number {
    return this.#chosen.length;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** Whether nothing of it will ever be sent. */
  get isRefused(): boolean {
    return this.#chosen.every(({ isRefused }) => isRefused);
  }

  get isReady(): boolean {
    return this.#chosen.every(({ stored, isRefused }) => stored !== null || isRefused);
  }

  /** Whether what is missing is still on its way. */
  get isUnderWay(): boolean {
    return !this.isReady && this.#chosen.every(({ hasFailed }) => !hasFailed);
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (this.#chosen.length >= MOST_FILES) break;
      const one: Chosen = {
        file,
        chip: element('li'),
        upload: null,
        stored: null,
        hasFailed: false,
        isRefused: false,
      };
      this.#chosen.push(one);
      this.element.append(one.chip);
      this.#draw(one, 0);
    }
    this.begin();
    this.#told();
  }

  /** Uploads what waits, as soon as there is a token to show for it. */
  begin(): void {
    const waiting = this.#chosen.filter(({ upload }) => !upload);
    if (waiting.length === 0 || this.#token() === '') return;
    for (const one of waiting) this.#start(one);
  }

  /** The stored files, which are no longer here. */
  take(): Attachment[] {
    const stored = this.#chosen.map((one) => one.stored).filter((file) => file !== null);
    this.clear();
    return stored;
  }

  clear(): void {
    for (const one of this.#chosen) one.upload?.abort();
    this.#chosen = [];
    this.element.replaceChildren();
    this.#told();
  }

  #start(one: Chosen): void {
    one.hasFailed = false;
    this.#draw(one, 0);
    const started = this.#upload(one.file, this.#token(), (share) => this.#draw(one, share));
    one.upload = started;
    void started.done.then((answer) => {
      if (!this.#chosen.includes(one)) return;
      if (typeof answer === 'string') this.#drawFailure(one, answer);
      else {
        one.stored = answer;
        this.#files.know(answer.id, one.file);
        this.#draw(one, 1);
      }
      this.#told();
    });
  }

  #remove(one: Chosen): void {
    this.#chosen = this.#chosen.filter((other) => other !== one);
    one.upload?.abort();
    one.chip.remove();
    this.#told();
  }

  #draw(one: Chosen, share: number): void {
    const { name } = one.file;
    const percent = String(Math.round(share * 100));
    const label = this.#language.say('uploading', { name, percent });
    const bar = element('progress', { max: '1', value: String(share), 'aria-label': label });
    one.chip.className = '';
    one.chip.replaceChildren(
      element('bdi', { class: 'name' }, name),
      one.stored ? element('span', { class: 'size' }, this.#language.size(one.file.size)) : bar,
      this.#removeButton(one),
    );
  }

  #drawFailure(one: Chosen, refusal: Refusal): void {
    const language = this.#language;
    const again = (): void => this.#start(one);
    const retry = { type: 'button', class: 'plain', onclick: again };
    one.hasFailed = true;
    one.isRefused = refusal !== 'failed';
    one.chip.className = 'failed';
    one.chip.replaceChildren(
      element('span', { role: 'alert' }, language.say(REFUSALS[refusal], { name: one.file.name })),
      ...(refusal === 'failed' ? [element('button', retry, language.words.retry)] : []),
      this.#removeButton(one),
    );
  }

  #removeButton(one: Chosen): HTMLElement {
    const label = this.#language.say('remove', { name: one.file.name });
    return iconButton('close', label, () => this.#remove(one));
  }

  #told(): void {
    this.element.hidden = this.isEmpty;
    this.#changed();
  }
}
