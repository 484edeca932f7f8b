import { pack, readForLoader, type ToFrame, type ToLoader } from '../shared/bridge.ts';
import { looksOf } from '../shared/settings.ts';
import { Consent } from './consent.ts';
import { Greeter, greetingsOf } from './greeting.ts';
import { watchPages } from './pages.ts';
import { Panel } from './panel.ts';
import { PassStore } from './storage.ts';
import { languageOf, loaderWords } from './words.ts';

export type Call = readonly unknown[];

/** A frame that has not said a word by then is no chat: pressing the button tries again. */
const READY_WITHIN_MS = 15_000;

export class Loader {
  readonly #frameUrl: string;
  readonly #hub: string;
  readonly #settings: unknown;
  readonly #store: PassStore;
  readonly #consent: Consent;
  readonly #panel: Panel;
  readonly #locale = document.documentElement.lang || navigator.language;
  readonly #openName: string;
  #isReady = false;
  #isFocused = false;
  #identity = '';
  /** What the visitor was greeted with here, and came in upon. */
  #greeting = '';

  constructor(key: string, frameUrl: string, settings: unknown) {
    this.#frameUrl = frameUrl;
    this.#hub = new URL(frameUrl).origin;
    this.#settings = settings;
    this.#store = new PassStore(key);
    this.#consent = new Consent(settings, this.#store.name);
    this.#openName = `${this.#store.name}:open`;
    this.#panel = new Panel(looksOf(settings), loaderWords(this.#locale));
  }

  start(): void {
    this.#panel.attach();
    this.#panel.onPress(
      () => this.#show(!this.#panel.isOpen, true),
      () => this.#load(),
    );
    this.#panel.frame.addEventListener('load', () => this.#greet());
    addEventListener('message', (event) => this.#heard(event));
    addEventListener('storage', (event) => this.#changedElsewhere(event));
    visualViewport?.addEventListener('resize', () => this.#fit());
    visualViewport?.addEventListener('scroll', () => this.#fit());
    const greeter = this.#makeGreeter();
    greeter.visit(location.pathname);
    watchPages(() => {
      this.#panel.attach();
      greeter.visit(location.pathname);
      this.#tell({ type: 'page', page: this.#consent.page() });
    });
    const wasOpen = this.#session(() => sessionStorage.getItem(this.#openName)) === '1';
    if (wasOpen && innerWidth > 480) this.#show(true, false);
    // Somebody who wrote before may have an answer; nobody has to wait for us to look.
    else if (this.#store.read().token !== '') this.#afterLoad(() => this.#load());
  }

  #makeGreeter(): Greeter {
    const name = `${this.#store.name}:greeted`;
    return new Greeter(greetingsOf(this.#settings, languageOf(this.#locale)), {
      said: () => this.#session(() => sessionStorage.getItem(name)) ?? '',
      keepSaid: (said) => this.#session(() => sessionStorage.setItem(name, said)),
      mayGreet: () => !this.#panel.isOpen && !this.#panel.hasNews,
      greet: (words) =>
        this.#panel.greet(words, () => {
          this.#greeting = words;
          this.#show(true, true);
        }),
    });
  }

  /** `scrm('open')`, `scrm('identify', token)`: anything else is nothing we know. */
  call([verb, value]: Call): void {
    if (verb === 'open') this.#show(true, true);
    else if (verb === 'close') this.#show(false, true);
    else if (verb === 'shutdown') this.#shutDown();
    else if (verb === 'consent') this.#agree(value === true);
    else if (verb === 'identify' && typeof value === 'string' && value !== '') {
      this.#identity = value;
      this.#load();
      this.#tell({ type: 'identify', identity: value });
    }
  }

  #show(isOpen: boolean, isFocused: boolean): void {
    if (isOpen) this.#load();
    const wasOpen = this.#panel.isOpen;
    this.#panel.show(isOpen);
    this.#session(() => sessionStorage.setItem(this.#openName, isOpen ? '1' : ''));
    this.#isFocused = isFocused;
    this.#fit();
    this.#tellShown();
    if (isOpen && isFocused) this.#panel.frame.focus();
    if (!isOpen && wasOpen && isFocused) this.#panel.focusButton();
  }

  #load(): void {
    if (this.#panel.hasFrame) return;
    this.#panel.loadFrame(this.#frameUrl);
    setTimeout(() => {
      if (this.#isReady) return;
      this.#panel.removeFrame();
      this.#panel.show(false);
    }, READY_WITHIN_MS);
  }

  /** The frame has run its script by now, and knows who we are from this on. */
  #greet(): void {
    this.#isReady = false;
    this.#post({
      type: 'hello',
      pass: this.#store.read(),
      page: this.#consent.page(),
      locale: this.#locale,
      settings: this.#settings,
    });
  }

  #heard({ source, origin, data }: MessageEvent<unknown>): void {
    if (source !== this.#panel.frame.contentWindow || origin !== this.#hub) return;
    const message = readForLoader(data);
    if (message) this.#obey(message);
  }

  #obey(message: ToLoader): void {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        // What became of these while it loaded, it was not told.
        this.#tell({ type: 'pass', pass: this.#store.read() });
        this.#tell({ type: 'page', page: this.#consent.page() });
        if (this.#identity) this.#tell({ type: 'identify', identity: this.#identity });
        this.#tellShown();
        break;
      case 'token':
        this.#tell({ type: 'pass', pass: this.#store.keep(message.token, message.instead) });
        break;
      case 'unread':
        this.#panel.count(message.count);
        break;
      case 'close':
        this.#show(false, true);
    }
  }

  /** Another tab has a token now, or has forgotten everything. */
  #changedElsewhere({ key, newValue }: StorageEvent): void {
    if (key !== this.#store.name || newValue === null) return;
    this.#tell({ type: 'pass', pass: this.#store.read() });
  }

  #agree(isGiven: boolean): void {
    this.#consent.set(isGiven);
    this.#tell({ type: 'page', page: this.#consent.page() });
  }

  #shutDown(): void {
    this.#consent.set(false); // of who signs in next, nobody knows it
    this.#identity = '';
    this.#show(false, false);
    this.#panel.count(0);
    this.#tell({ type: 'pass', pass: this.#store.forget() });
  }

  #tellShown(): void {
    const { isOpen } = this.#panel;
    const greeting = this.#greeting;
    this.#tell({ type: 'shown', isOpen, isFocused: this.#isFocused, greeting });
  }

  #tell(message: ToFrame): void {
    if (this.#isReady) this.#post(message);
  }

  /** To the hub's origin: to whatever else may stand in the frame by now, nothing is told. */
  #post(message: ToFrame): void {
    this.#panel.frame.contentWindow?.postMessage(pack(message), this.#hub);
  }

  #fit(): void {
    if (visualViewport) this.#panel.fit(visualViewport);
  }

  #afterLoad(call: () => void): void {
    if (document.readyState === 'complete') setTimeout(call, 1_000);
    else addEventListener('load', () => setTimeout(call, 1_000), { once: true });
  }

  /** Where the browser keeps nothing, nothing is kept. */
  #session<Value>(use: () => Value): Value | null {
    try {
      return use();
    } catch {
      return null;
    }
  }
}
