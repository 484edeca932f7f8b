import type { Attachment } from '../machine/protocol.ts';
import type { ChosenFiles } from './chosen.ts';
import { element, iconButton } from './dom.ts';
import type { Language } from './words.ts';

export interface ComposerUse {
  send(text: string, attachments: readonly Attachment[]): void;
  typing(): void;
  /** What was typed and not sent, kept for the next page. */
  keepDraft(text: string): void;
}

/** As much as the hub takes of one message, with room for what JSON adds. */
const LONGEST_TEXT = 4_000;
const TALLEST_PX = 140;

export class Composer {
  readonly element: HTMLFormElement;
  readonly #use: ComposerUse;
  readonly #chosen: ChosenFiles;
  readonly #field: HTMLTextAreaElement;
  readonly #send: HTMLButtonElement;
  /** Sending was asked for while a file was on its way: it goes as soon as that is there. */
  #isAwaited = false;
  #awaitedWith = 0;

  constructor(language: Language, chosen: ChosenFiles, use: ComposerUse) {
    const { words } = language;
    this.#use = use;
    this.#chosen = chosen;
    this.#field = element('textarea', {
      rows: '1',
      maxlength: String(LONGEST_TEXT),
      placeholder: words.write,
      'aria-label': words.writeLabel,
      enterkeyhint: 'send',
      autocomplete: 'off',
    });
    this.#send = iconButton('send', words.send, () => undefined);
    this.#send.type = 'submit';
    this.#send.classList.add('send');
    const line = element(
      'div',
      { class: 'line' },
      ...this.#picker('attach', words.attach, {}),
      ...this.#picker('camera', words.camera, { accept: 'image/*', capture: 'environment' }),
      this.#field,
      this.#send,
    );
    this.element = element('form', { class: 'composer' }, chosen.element, line);
    this.#listen();
    this.refresh();
  }

  get text(): string {
    return this.#field.value;
  }

  set text(text: string) {
    this.#field.value = text;
    this.refresh();
  }

  focus(): void {
    this.#field.focus();
  }

  /** Whether there is something to send, and all of it is there. */
  refresh(): void {
    const isEmpty = this.#field.value.trim() === '' && this.#chosen.isRefused;
    this.#send.disabled = isEmpty || !this.#chosen.isReady;
    // An empty field shows its hint in the direction of our words, a full one runs as its own do.
    this.#field.dir = this.#field.value === '' ? '' : 'auto';
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, TALLEST_PX)}px`;
    if (this.#chosen.count < this.#awaitedWith) this.#isAwaited = false; // thought better of it
    if (this.#isAwaited && !this.#chosen.isUnderWay) this.#submit();
    this.element.classList.toggle('awaited', this.#isAwaited);
  }

  #listen(): void {
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener('input', () => {
      this.#isAwaited = false; // somebody writes on: it is not finished
      this.refresh();
      this.#use.keepDraft(this.#field.value);
      if (this.#field.value.trim() !== '') this.#use.typing();
    });
    this.#field.addEventListener('keydown', (event) => {
      // While an input method composes, Enter chooses among its words.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener('paste', (event) => {
      const files = event.clipboardData?.files;
      if (!files || files.length === 0) return;
      event.preventDefault();
      this.#chosen.add(files);
    });
  }

  #submit(): void {
    this.#isAwaited = this.#send.disabled && this.#chosen.isUnderWay;
    this.#awaitedWith = this.#isAwaited ? this.#chosen.count : 0;
    this.element.classList.toggle('awaited', this.#isAwaited);
    if (this.#send.disabled) return;
    this.#use.send(this.#field.value.trim(), this.#chosen.take());
    this.#field.value = '';
    this.#use.keepDraft('');
    this.refresh();
    this.#field.focus();
  }

  #picker(name: 'attach' | 'camera', label: string, more: Record<string, string>): HTMLElement[] {
    const input = element('input', { type: 'file', hidden: true, multiple: true, ...more });
    input.addEventListener('change', () => {
      if (input.files) this.#chosen.add(input.files);
      input.value = '';
      this.#field.focus();
    });
    const button = iconButton(name, label, () => input.click());
    button.classList.add(name);
    return [input, button];
  }
}
