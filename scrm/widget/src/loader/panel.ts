/** What is seen on the customer's page: a button, and behind it the frame. */
import type { Looks } from '../shared/settings.ts';
import { sheetFor } from './style.ts';
import type { LoaderWords } from './words.ts';

const OPEN_ICON = 'M21 12a8 8 0 0 1-11.6 7.1L4 20.5l1.4-4.6A8 8 0 1 1 21 12Z';
const CLOSE_ICON = 'm6 9 6 6 6-6';
const SVG = 'http://www.w3.org/2000/svg';

export class Panel {
  readonly frame = document.createElement('iframe');
  readonly #host = document.createElement('scrm-chat');
  readonly #button = document.createElement('button');
  readonly #badge = document.createElement('b');
  readonly #box = document.createElement('div');
  readonly #path = document.createElementNS(SVG, 'path');
  readonly #words: LoaderWords;
  readonly #greeting = document.createElement('section');
  #isOpen = false;
  #unread = 0;

  constructor(looks: Looks, words: LoaderWords) {
    this.#words = words;
    const icon = document.createElementNS(SVG, 'svg');
    icon.setAttribute('viewBox', '0 0 24 24');
    icon.setAttribute('aria-hidden', 'true');
    icon.append(this.#path);
    this.#badge.ariaHidden = 'true';
    this.#button.type = 'button';
    this.#button.append(icon, this.#badge);
    this.frame.title = looks.title || words.open;
    const root = this.#host.attachShadow({ mode: 'closed' });
    root.adoptedStyleSheets = [sheetFor(looks)];
    this.#greeting.ariaLive = 'polite';
    root.append(this.#box, this.#greeting, this.#button);
    this.#host.role = 'complementary';
    this.#host.ariaLabel = this.frame.title;
    this.#draw();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get hasNews(): boolean {
    return this.#unread > 0;
  }

  get hasFrame(): boolean {
    return this.frame.isConnected;
  }

  /** On the page, above all that is on it; again, where the page has thrown it away. */
  attach(): void {
    if (this.#host.isConnected) return;
    document.documentElement.append(this.#host);
    // In the top layer no z-index of the page is above it, and no transform of it moves it.
    if (!('popover' in this.#host)) return;
    this.#host.popover = 'manual';
    this.#host.showPopover();
  }

  onPress(pressed: () => void, foreseen: () => void): void {
    this.#button.addEventListener('click', pressed);
    this.#button.addEventListener('pointerenter', foreseen);
    this.#button.addEventListener('focus', foreseen);
  }

  loadFrame(url: string): void {
    if (this.hasFrame) return;
    this.frame.src = url;
    this.#box.append(this.frame);
  }

  removeFrame(): void {
    this.frame.remove();
  }

  /** Words over the button; `pressed` opens the chat with them. */
  greet(words: string, pressed: () => void): void {
    const [said, dismiss] = [this.#part(words, pressed), this.#part('×', () => this.#hush())];
    said.dir = 'auto';
    dismiss.ariaLabel = this.#words.dismiss;
    this.#greeting.replaceChildren(said, dismiss);
  }

  show(isOpen: boolean): void {
    if (isOpen) this.#hush();
    this.#isOpen = isOpen;
    this.#box.classList.toggle('open', isOpen);
    this.#draw();
  }

  count(unread: number): void {
    this.#unread = unread;
    this.#draw();
  }

  focusButton(): void {
    this.#button.focus();
  }

  /** A phone's keyboard covers the page; the chat takes the part that is left. */
  fit({ height, offsetTop, width }: VisualViewport): void {
    const covers = this.#isOpen && width <= 480;
    this.#box.style.height = covers ? `${height}px` : '';
    this.#box.style.top = covers ? `${offsetTop}px` : '';
    this.#box.style.bottom = covers ? 'auto' : '';
  }

  #hush(): void {
    this.#greeting.replaceChildren();
  }

  #part(text: string, pressed: () => void): HTMLButtonElement {
    const part = document.createElement('button');
    part.type = 'button';
    part.textContent = text;
    part.addEventListener('click', pressed);
    return part;
  }

  #draw(): void {
    const count = this.#unread > 99 ? '99+' : String(this.#unread);
    const news = this.#unread > 0 && !this.#isOpen;
    this.#badge.textContent = news ? count : '';
    const { open, close, unread } = this.#words;
    const label = this.#isOpen ? close : open;
    this.#button.ariaLabel = news ? `${label} (${count} ${unread})` : label;
    this.#button.ariaExpanded = String(this.#isOpen);
    this.#path.setAttribute('d', this.#isOpen ? CLOSE_ICON : OPEN_ICON);
  }
}
