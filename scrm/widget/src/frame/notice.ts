import type { LinkPhase } from '../machine/link.ts';
import { element } from './dom.ts';
import type { Language } from './words.ts';

/** One line above the composer while there is no connection. It never covers what was written. */
export class Notice {
  readonly element = element('div', { class: 'notice', role: 'status', hidden: true });
  readonly #language: Language;
  readonly #tryNow: HTMLElement;
  #drawn = '';

  constructor(language: Language, tryNow: () => void) {
    this.#language = language;
    const button = { type: 'button', class: 'plain', onclick: tryNow };
    this.#tryNow = element('button', button, language.words.tryNow);
  }

  show(phase: LinkPhase, isBroken: boolean): void {
    const { words } = this.#language;
    const isAway = isBroken && phase !== 'live' && phase !== 'off';
    const text = phase === 'over' ? words.over : isAway ? words.offline : '';
    const drawn = `${text}${phase === 'waiting'}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.element.hidden = text === '';
    this.#tryNow.toggleAttribute('disabled', phase !== 'waiting');
    const shown = text === '' ? [] : [element('span', {}, text)];
    this.element.replaceChildren(...shown, ...(isAway ? [this.#tryNow] : []));
  }
}
