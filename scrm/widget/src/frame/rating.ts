import type { Announcer } from './announcer.ts';
import { element, icon, iconButton } from './dom.ts';
import type { Language } from './words.ts';

const SCORES = [1, 2, 3, 4, 5] as const;
const LONGEST_COMMENT = 1_000;

/** How it was: five stars, and a word about it for who has one. `done` gets null for no answer. */
export class RatingView {
  readonly element = element('form', { class: 'rating', hidden: true });
  readonly #language: Language;
  readonly #announcer: Announcer;
  readonly #done: (score: number | null, comment: string) => void;
  #drawn: 'ask' | 'thanks' | '' = '';

  constructor(
    language: Language,
    announcer: Announcer,
    done: (score: number | null, comment: string) => void,
  ) {
    this.#language = language;
    this.#announcer = announcer;
    this.#done = done;
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      const given = new FormData(this.element);
      const [score, comment] = [given.get('score'), given.get('comment')];
      if (typeof score === 'string')
        done(Number(score), typeof comment === 'string' ? comment : '');
    });
  }

  /** What was begun stays where other questions come first for a while. */
  show(isAsked: boolean, isThanked: boolean, isCovered: boolean): void {
    const wanted = isAsked ? 'ask' : isThanked ? 'thanks' : '';
    this.element.hidden = wanted === '' || (isAsked && isCovered);
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    const { rateThanks } = this.#language.words;
    if (wanted === 'ask') this.#ask();
    else this.element.replaceChildren(...(isThanked ? [element('p', {}, rateThanks)] : []));
    if (wanted === 'thanks') this.#announcer.say(rateThanks);
  }

  #ask(): void {
    const { words } = this.#language;
    const more = element('div', { class: 'more', hidden: true });
    const comment = element('textarea', {
      name: 'comment',
      rows: '2',
      maxlength: String(LONGEST_COMMENT),
      placeholder: words.rateComment,
      'aria-label': words.rateComment,
    });
    more.append(comment, element('button', { type: 'submit', class: 'primary' }, words.rateSend));
    const stars = SCORES.flatMap((score) => this.#star(score));
    const group = element(
      'fieldset',
      {},
      element('legend', {}, words.rate),
      element('div', { class: 'stars' }, ...stars),
    );
    group.addEventListener('change', () => (more.hidden = false));
    const pass = iconButton('close', words.ratePass, () => this.#done(null, ''));
    this.element.replaceChildren(group, pass, more);
  }

  #star(score: number): HTMLElement[] {
    const names = this.#language.words.scores.split('|');
    const id = `score-${score}`;
    const name = names[score - 1] ?? '';
    const input = element('input', { type: 'radio', name: 'score', value: String(score), id });
    const label = element('label', { for: id, title: name }, icon('star'));
    label.append(element('span', { class: 'hidden' }, name));
    return [input, label];
  }
}
