import type { Elsewhere } from '../machine/elsewhere.ts';
import type { Place } from '../machine/protocol.ts';
import type { Announcer } from './announcer.ts';
import { element, icon, iconButton } from './dom.ts';
import type { Language } from './words.ts';

/** A quiet line under the chat that offers to go on elsewhere, and the card with the link there. */
export class ElsewhereView {
  readonly element = element('div', { class: 'elsewhere', hidden: true });
  readonly #language: Language;
  readonly #announcer: Announcer;
  readonly #choose: (place: Place | null) => void;
  #drawn = '';

  constructor(language: Language, announcer: Announcer, choose: (place: Place | null) => void) {
    this.#language = language;
    this.#announcer = announcer;
    this.#choose = choose;
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.element.querySelector('.card')) return;
      event.stopPropagation(); // closes the card, and not the chat
      this.#stay();
    });
  }

  show({ places, chosen, url, isRefused }: Elsewhere, isLive: boolean): void {
    const shown = isLive || chosen ? places : [];
    const drawn = JSON.stringify([shown, chosen, url, isRefused]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = shown.length === 0;
    if (!chosen) return this.element.replaceChildren(...shown.map((place) => this.#offer(place)));
    const card = this.#card(chosen, url, isRefused);
    this.element.replaceChildren(card);
    if (hadFocus) (card.querySelector('a') ?? card).focus();
  }

  #offer(place: Place): HTMLElement {
    const words = this.#language.say('continueOn', { place: place.label });
    const onclick = (): void => this.#choose(place);
    return element('button', { type: 'button', class: 'offer', onclick }, words, icon('link'));
  }

  #card({ label }: Place, url: string, isRefused: boolean): HTMLElement {
    const { words } = this.#language;
    const [title, open] = [
      this.#language.say('continueOn', { place: label }),
      this.#language.say('openPlace', { place: label }),
    ];
    const about = isRefused
      ? words.continueLater
      : this.#language.say('continueAbout', { place: label });
    // The other page hears nothing of this one, and this one is not asked to open a window.
    const way = { class: 'primary', href: url, target: '_blank', rel: 'noopener noreferrer' };
    const go = url
      ? element('a', { ...way, onclick: () => setTimeout(() => this.#stay(), 0) }, open)
      : element('span', { class: 'primary', 'aria-busy': 'true' }, open);
    const head = element('div', { class: 'head' }, element('h2', {}, title));
    head.append(iconButton('close', words.stay, () => this.#stay()));
    const said = element('p', {}, about);
    if (isRefused) this.#announcer.say(about);
    return element(
      'section',
      { class: 'card', 'aria-label': title, tabindex: '-1' },
      head,
      said,
      isRefused ? null : go,
    );
  }

  #stay(): void {
    this.#choose(null);
    this.element.querySelector('button')?.focus();
  }
}
