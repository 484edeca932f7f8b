import type { Bubble, Row } from '../machine/rows.ts';
import { bubbleBody, bubbleFace, bubbleFoot, type BubbleUse } from './bubble.ts';
import { arrange, element, icon } from './dom.ts';
import { face } from './face.ts';
import { textView } from './text.ts';

/** So near the end counts as the end: what comes is followed. */
const NEAR_PX = 60;

interface Shown {
  node: HTMLElement;
  body: string;
  foot: string;
}

export class ThreadView {
  readonly element: HTMLElement;
  readonly #use: BubbleUse;
  readonly #scroller: HTMLElement;
  readonly #list: HTMLElement;
  readonly #earlier: HTMLElement;
  readonly #greeting: HTMLElement;
  readonly #typing: HTMLElement;
  readonly #newer: HTMLElement;
  readonly #shown = new Map<string, Shown>();
  #greets = '';
  #isAtEnd = true;

  constructor(use: BubbleUse, showEarlier: () => void, seen: () => void) {
    const { words } = use.language;
    this.#use = use;
    this.#earlier = element(
      'button',
      { type: 'button', class: 'plain earlier', onclick: showEarlier },
      words.earlier,
    );
    this.#greeting = element('div', { class: 'row greeting' });
    this.#list = element('div', {
      class: 'rows',
      role: 'log',
      'aria-live': 'off',
      'aria-label': words.thread,
    });
    this.#typing = element('div', { class: 'typing', hidden: true });
    this.#scroller = element(
      'div',
      { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': words.thread },
      this.#earlier,
      this.#greeting,
      this.#list,
      this.#typing,
    );
    const goDown = (): void => this.toEnd();
    this.#newer = element(
      'button',
      { type: 'button', class: 'newer', hidden: true, onclick: goDown },
      icon('down'),
      words.newer,
    );
    this.#scroller.addEventListener('scroll', () => this.#scrolled(seen), { passive: true });
    // A picture that has come in, a keyboard that went up: who was at the end stays there.
    new ResizeObserver(() => this.#follow()).observe(this.#list);
    new ResizeObserver(() => this.#follow()).observe(this.#scroller);
    this.element = element('section', { class: 'thread' }, this.#scroller, this.#newer);
  }

  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  show(
    rows: readonly Row[],
    more: { hasEarlier: boolean; greeting: string; title: string; isNews: boolean },
  ): void {
    this.#earlier.hidden = !more.hasEarlier;
    this.#greet(more.hasEarlier ? '' : more.greeting, more.title);
    const fromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    const first = this.#list.firstElementChild;
    const nodes = rows.map((row) => this.#nodeFor(row));
    arrange(this.#list, nodes);
    const present = new Set(rows.map(({ key }) => key));
    for (const key of this.#shown.keys()) if (!present.has(key)) this.#shown.delete(key);
    // What was put in above must not move what is being read.
    if (first && nodes[0] !== first && !this.#isAtEnd) {
      this.#scroller.scrollTop = this.#scroller.scrollHeight - fromEnd;
    }
    if (more.isNews && !this.#isAtEnd) this.#newer.hidden = false;
    this.#follow();
  }

  /** `null`: nobody types. */
  showTyping(label: string | null): void {
    this.#typing.hidden = label === null;
    if (label === null) return this.#typing.replaceChildren();
    const dots = element('span', { class: 'dots', 'aria-hidden': 'true' });
    dots.append(element('i'), element('i'), element('i'));
    this.#typing.replaceChildren(dots, label);
    this.#follow();
  }

  toEnd(): void {
    this.#isAtEnd = true;
    this.#follow();
  }

  #follow(): void {
    if (this.#isAtEnd) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #scrolled(seen: () => void): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (!this.#isAtEnd) return;
    this.#newer.hidden = true;
    seen();
  }

  #greet(greeting: string, title: string): void {
    if (greeting + title === this.#greets) return;
    this.#greets = greeting + title;
    const bubble = element('div', { class: 'bubble' }, textView(greeting, true));
    const body = element('div', { class: 'body' }, bubble);
    this.#greeting.replaceChildren(...(greeting === '' ? [] : [face(title, ''), body]));
  }

  #nodeFor(row: Row): HTMLElement {
    if (row.kind === 'bubble') return this.#bubble(row);
    const { language } = this.#use;
    const words =
      row.kind === 'day' ? language.day(new Date(row.at), new Date()) : language.words.unread;
    const known = this.#shown.get(row.key);
    if (known?.body === words) return known.node;
    const node = element('div', { class: row.kind }, element('span', {}, words));
    this.#shown.set(row.key, { node, body: words, foot: '' });
    return node;
  }

  /** What has not changed is left alone: a picture in it, a focus on it. */
  #bubble(row: Bubble): HTMLElement {
    const { state, refusal, at, clientId, ...rest } = row;
    const body = JSON.stringify(rest);
    const foot = JSON.stringify([state, refusal, at, clientId, row.isLast]);
    const known = this.#shown.get(row.key);
    if (known?.body === body && known.foot === foot) return known.node;
    const node = known?.node ?? element('article', {});
    node.className = `row ${row.isMine ? 'mine' : 'theirs'}${row.isFirst ? ' first' : ''}`;
    const kept = known?.body === body ? node.querySelector('.body') : null;
    const parts = [bubbleFace(row), kept ?? bubbleBody(row, this.#use), bubbleFoot(row, this.#use)];
    node.replaceChildren(...parts.filter((part) => part !== null));
    this.#shown.set(row.key, { node, body, foot });
    return node;
  }
}
