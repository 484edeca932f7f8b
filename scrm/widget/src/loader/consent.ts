/** Whether the visitor agreed that the site tells which pages they look at. */
import type { PageView } from '../shared/bridge.ts';
import { fieldsOf } from '../shared/fields.ts';
import { currentPage } from './pages.ts';

const GIVEN = 'yes';

export class Consent {
  readonly #name: string;
  readonly #isAsked: boolean;
  #isGiven = false;

  /** `settings` say whether the site tells nothing before `scrm('consent', true)`. */
  constructor(settings: unknown, name: string) {
    this.#isAsked = fieldsOf(settings)?.page_consent === true;
    this.#name = `${name}:consent`;
  }

  /** The page, or none that is told. */
  page(): PageView {
    return this.#mayTell() ? currentPage() : { url: '', title: '', referrer: '' };
  }

  /** Kept in the site's storage for its next page; where nothing is kept, for this one. */
  set(isGiven: boolean): void {
    this.#isGiven = isGiven;
    try {
      if (isGiven) localStorage.setItem(this.#name, GIVEN);
      else localStorage.removeItem(this.#name);
    } catch {
      // Full or switched off.
    }
  }

  #mayTell(): boolean {
    if (!this.#isAsked || this.#isGiven) return true;
    try {
      return localStorage.getItem(this.#name) === GIVEN;
    } catch {
      return false;
    }
  }
}
