/** Words that the page says by itself after a while: each once in a browser's session. */
import { countOf, fieldsOf, listOf, textOf } from '../shared/fields.ts';
import { textsOf } from '../shared/settings.ts';

export interface Greeting {
  pages: RegExp;
  afterMs: number;
  words: string;
}

/** In `language`, else in English; where there are no words, there is no greeting. */
export function greetingsOf(settings: unknown, language: string): Greeting[] {
  return listOf(fieldsOf(settings), 'greetings')
    .map((one) => {
      const texts = textsOf(fieldsOf(one.text));
      return {
        pages: patternOf(textOf(one, 'pages')),
        afterMs: (countOf(one, 'after') ?? 0) * 1_000,
        words: texts[language] ?? texts.en ?? '',
      };
    })
    .filter(({ words }) => words !== '');
}

function patternOf(pages: string): RegExp {
  const parts = pages.split(/\*/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

export interface GreeterUse {
  /** What was said in this session, one word for each greeting. */
  said(): string;
  keepSaid(said: string): void;
  mayGreet(): boolean;
  greet(words: string): void;
}

export class Greeter {
  readonly #greetings: readonly Greeting[];
  readonly #use: GreeterUse;
  #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(greetings: readonly Greeting[], use: GreeterUse) {
    this.#greetings = greetings;
    this.#use = use;
  }

  /** The visitor has come to a page: what was to be said on the one before is not. */
  visit(path: string): void {
    this.#timers.forEach(clearTimeout);
    this.#timers = this.#greetings.flatMap((one, index) =>
      one.pages.test(path) ? setTimeout(() => this.#say(one, String(index)), one.afterMs) : [],
    );
  }

  #say({ words }: Greeting, name: string): void {
    const said = this.#use.said().split(' ');
    if (said.includes(name) || !this.#use.mayGreet()) return;
    this.#use.keepSaid([...said, name].join(' '));
    this.#use.greet(words);
  }
}
