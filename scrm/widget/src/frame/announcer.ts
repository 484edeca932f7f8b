import { element } from './dom.ts';

/** Says new messages to those who listen: each once, and nothing of what was there before. */
export class Announcer {
  readonly element = element('div', { class: 'hidden', 'aria-live': 'polite' });

  say(text: string): void {
    this.element.append(element('p', {}, text));
    if (this.element.childElementCount > 5) this.element.firstElementChild?.remove();
  }
}
