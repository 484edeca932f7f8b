/** The visitor's pass in the site's own storage; where the browser keeps nothing, for this page. */
import { passOf, type Pass } from '../shared/bridge.ts';

export class PassStore {
  readonly #name: string;
  #pass: Pass;

  constructor(key: string) {
    this.#name = `scrm:${key}`;
    this.#pass = this.#stored() ?? fresh();
  }

  get name(): string {
    return this.#name;
  }

  /** As it is stored now: another tab may have written since. */
  read(): Pass {
    this.#pass = this.#stored() ?? this.#pass;
    return this.#pass;
  }

  /** Keeps the token, unless there is another one than the one it shall take the place of. */
  keep(token: string, instead: string): Pass {
    const pass = this.read();
    if (pass.token === '' || pass.token === instead) this.#write({ ...pass, token });
    return this.#pass;
  }

  forget(): Pass {
    this.#write(fresh());
    return this.#pass;
  }

  #stored(): Pass | null {
    try {
      return passOf(JSON.parse(localStorage.getItem(this.#name) ?? 'null'));
    } catch {
      return null; // storage is switched off, or holds somebody else's words
    }
  }

  #write(pass: Pass): void {
    this.#pass = pass;
    try {
      localStorage.setItem(this.#name, JSON.stringify(pass));
    } catch {
      // Full or switched off: the pass lasts as long as the page.
    }
  }
}

function fresh(): Pass {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return { token: '', box: Array.from(bytes, (byte) => byte.toString(36)).join('') };
}
