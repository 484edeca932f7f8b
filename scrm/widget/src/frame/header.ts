import type { Agent } from '../machine/protocol.ts';
import type { Hours } from '../shared/hours.ts';
import { element, icon, iconButton } from './dom.ts';
import { face } from './face.ts';
import type { Sound } from './sound.ts';
import type { Language } from './words.ts';

const MOST_FACES = 3;

export class Header {
  readonly element: HTMLElement;
  readonly #language: Language;
  readonly #title = element('h1');
  readonly #faces = element('div', { class: 'faces' });
  readonly #presence = element('p', { class: 'presence' });
  #drawn = '';

  constructor(language: Language, sound: Sound, close: () => void) {
    const { words } = language;
    this.#language = language;
    const label = (): string => (sound.isOn ? words.soundOff : words.soundOn);
    const toggle = iconButton(sound.isOn ? 'soundOn' : 'soundOff', label(), () => {
      sound.toggle();
      toggle.replaceChildren(icon(sound.isOn ? 'soundOn' : 'soundOff'));
      toggle.ariaLabel = label();
      toggle.title = label();
    });
    const about = element('div', { class: 'about' }, this.#title, this.#presence);
    this.element = element(
      'header',
      {},
      this.#faces,
      about,
      toggle,
      iconButton('close', words.close, close),
    );
  }

  show(title: string, agents: readonly Agent[], hours: Hours): void {
    const drawn = JSON.stringify([title, agents, hours]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const { words } = this.#language;
    this.#title.replaceChildren(element('bdi', {}, title || words.title));
    document.title = title || words.title;
    const shown = agents.slice(0, MOST_FACES);
    this.#faces.replaceChildren(...shown.map(({ name, photo }) => face(name, photo)));
    const names = this.#language.names(shown.map(({ name }) => name).filter(Boolean));
    this.#presence.classList.toggle('closed', !hours.isOpen);
    this.#presence.classList.toggle('here', names !== '' && hours.isOpen);
    const here = shown.length > 1 ? 'hereTogether' : 'here';
    if (!hours.isOpen) this.#presence.textContent = this.#closed(hours);
    else
      this.#presence.textContent = names === '' ? words.away : this.#language.say(here, { names });
  }

  #closed({ opensAt }: Hours): string {
    if (opensAt === null) return this.#language.words.closed;
    return this.#language.say('closedUntil', { when: this.#language.soon(opensAt, new Date()) });
  }
}
