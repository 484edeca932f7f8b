/** The chat as it is seen: draws what the machine knows, and tells it what the visitor does. */
import { Chat } from '../machine/chat.ts';
import type { Message } from '../machine/protocol.ts';
import { rowsOf } from '../machine/rows.ts';
import { Tabs } from '../machine/tabs.ts';
import type { ToFrame } from '../shared/bridge.ts';
import { settingsOf } from '../shared/settings.ts';
import { Announcer } from './announcer.ts';
import { clock, connect, newId, openStore, openWire, requestSession } from './browser.ts';
import { ChosenFiles } from './chosen.ts';
import { paint } from './colours.ts';
import { Composer } from './composer.ts';
import { element } from './dom.ts';
import { takeDrops } from './dropping.ts';
import { ElsewhereView } from './elsewhere.ts';
import { Files, upload } from './files.ts';
import { Header } from './header.ts';
import { Introduction } from './introduction.ts';
import { Notice } from './notice.ts';
import type { Parent } from './parent.ts';
import { RatingView } from './rating.ts';
import { isRehearsal, rehearse, rehearsedUpload } from './rehearsal.ts';
import { Sound } from './sound.ts';
import { ThreadView } from './thread-view.ts';
import type { Language } from './words.ts';

const DRAFT = 'draft';

export class App {
  readonly #parent: Parent;
  readonly #language: Language;
  readonly #store = openStore('localStorage');
  readonly #drafts = openStore('sessionStorage');
  readonly #sound = new Sound(this.#store);
  readonly #announcer = new Announcer();
  readonly #files = new Files(() => this.#chat.token);
  readonly #chat: Chat;
  readonly #tabs: Tabs;
  readonly #header: Header;
  readonly #thread: ThreadView;
  readonly #notice: Notice;
  readonly #chosen: ChosenFiles;
  readonly #composer: Composer;
  readonly #introduction: Introduction;
  readonly #rating: RatingView;
  readonly #left: HTMLElement;
  readonly #elsewhere: ElsewhereView;
  #isOpen = false;
  #greeting = '';
  #isDrawing = false;
  #isNews = false;
  /** They have answered the form, and write next: as soon as they may. */
  #goesOn = false;
  #toldUnread = 0;

  constructor(hello: ToFrame & { type: 'hello' }, language: Language, parent: Parent) {
    this.#parent = parent;
    this.#language = language;
    this.#chat = this.#makeChat(hello);
    this.#tabs = this.#makeTabs();
    this.#header = new Header(language, this.#sound, () => this.#close());
    this.#thread = this.#makeThread();
    this.#notice = new Notice(language, () => this.#chat.link.restart());
    this.#introduction = new Introduction(language, (values) => {
      this.#goesOn = true;
      this.#chat.introduce(values);
      this.#goOn();
    });
    this.#rating = new RatingView(language, this.#announcer, (score, comment) => {
      this.#chat.outbound.rate(score, comment);
      this.#composer.focus();
    });
    this.#left = element('p', { class: 'left', hidden: true }, language.words.left);
    this.#elsewhere = new ElsewhereView(language, this.#announcer, (place) => {
      this.#chat.elsewhere.choose(place);
      this.#draw();
    });
    this.#chosen = this.#makeChosen(isRehearsal(hello.settings));
    this.#composer = this.#makeComposer();
    this.#layOut();
    this.#listen();
    this.#chat.begin(settingsOf(hello.settings), hello.page);
    this.#draw();
  }

  heard(message: ToFrame): void {
    switch (message.type) {
      case 'shown':
        this.#greeting = message.greeting;
        return this.#shown(message.isOpen, message.isFocused);
      case 'page':
        return this.#chat.visit(message.page);
      case 'identify':
        return this.#chat.identify(message.identity);
      case 'pass': {
        const before = this.#chat.token;
        this.#chat.givePass(message.pass);
        if (this.#chat.token !== before) this.#files.forget();
        return;
      }
      case 'hello': // once is enough: who we talk to does not change
    }
  }

  #makeChat({ pass, locale, settings }: ToFrame & { type: 'hello' }): Chat {
    const keep = (token: string): void =>
      queueMicrotask(() => this.#chat.givePass({ ...pass, token }));
    return new Chat(
      {
        clock,
        store: this.#store,
        newId,
        requestSession,
        connect,
        keepToken: (token, instead) => this.#parent.tell({ type: 'token', token, instead }),
        tellRead: (seq) => this.#tabs.read(seq),
        arrived: (message) => this.#arrived(message),
        changed: () => this.#drawSoon(),
        ...(isRehearsal(settings) ? rehearse(settings, keep) : {}),
      },
      pass,
      navigator.language || locale, // the visitor's own, whatever the page speaks
    );
  }

  #makeTabs(): Tabs {
    const use = {
      readElsewhere: (seq: number) => this.#chat.attention.readElsewhere(seq),
      left: () => this.#chat.takeOver(),
      chime: () => this.#sound.play(),
    };
    return new Tabs(openWire(), use, newId(), clock);
  }

  #makeThread(): ThreadView {
    const chat = this.#chat;
    const use = {
      language: this.#language,
      files: this.#files,
      press: (label: string, value: string) => {
        chat.press(label, value);
        this.#composer.focus();
      },
      retry: (clientId: string) => chat.retry(clientId),
      discard: (clientId: string) => chat.discard(clientId),
    };
    return new ThreadView(
      use,
      () => chat.showEarlier(),
      () => this.#look(),
    );
  }

  #makeChosen(isRehearsed: boolean): ChosenFiles {
    return new ChosenFiles(this.#language, this.#files, {
      token: () => this.#chat.outbound.fileToken(),
      upload: isRehearsed ? rehearsedUpload : upload,
      changed: () => this.#composer?.refresh(),
    });
  }

  #makeComposer(): Composer {
    const composer = new Composer(this.#language, this.#chosen, {
      send: (text, attachments) => {
        this.#thread.toEnd();
        this.#chat.write(text, attachments);
      },
      typing: () => this.#chat.outbound.typing(),
      keepDraft: (text) => this.#drafts.write(DRAFT, text),
    });
    composer.text = this.#drafts.read(DRAFT) ?? '';
    return composer;
  }

  #layOut(): void {
    document.documentElement.lang = this.#language.code;
    document.documentElement.dir = this.#language.direction;
    const cover = takeDrops(this.#language.words.drop, (files) => this.#chosen.add(files));
    const foot = element(
      'footer',
      {},
      this.#notice.element,
      this.#left,
      this.#rating.element,
      this.#introduction.element,
      this.#composer.element,
      this.#elsewhere.element,
    );
    const main = element('main', {}, this.#thread.element, foot);
    document.body.replaceChildren(this.#header.element, main, cover, this.#announcer.element);
  }

  #listen(): void {
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) this.#close();
    });
    const woken = (): void => {
      this.#look();
      if (document.visibilityState === 'visible') this.#chat.link.wake();
    };
    document.addEventListener('visibilitychange', woken);
    for (const name of ['online', 'focus', 'pageshow']) addEventListener(name, woken);
    addEventListener('pagehide', () => this.#tabs.leave());
  }

  #shown(isOpen: boolean, isFocused: boolean): void {
    this.#isOpen = isOpen;
    this.#chat.show(isOpen);
    this.#look();
    this.#draw();
    if (isOpen) this.#thread.toEnd();
    // A phone's keyboard would cover half of what the visitor came to read.
    if (!isOpen || !isFocused || matchMedia('(pointer: coarse)').matches) return;
    if (this.#introduction.isShown) this.#introduction.focus();
    else this.#composer.focus();
  }

  #look(): void {
    const isVisible = this.#isOpen && document.visibilityState === 'visible';
    this.#chat.attention.look(isVisible && this.#thread.isAtEnd);
  }

  #close(): void {
    this.#parent.tell({ type: 'close' });
  }

  #arrived(message: Message): void {
    const { title } = this.#chat.settings;
    const [name, text] = [message.name || title, message.text];
    this.#isNews = true;
    this.#announcer.say(this.#language.say('says', { name, text }));
    if (this.#chat.attention.isLooking) this.#tabs.claim(message.seq, 'looking');
    else if (this.#sound.isAudible) this.#tabs.claim(message.seq, 'audible');
  }

  /** Many words of the hub, one picture: also in a tab that nobody sees, for its badge. */
  #drawSoon(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    queueMicrotask(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #draw(): void {
    const chat = this.#chat;
    const { settings, inbound, link } = chat;
    paint(settings.colour);
    this.#header.show(settings.title, inbound.agents, inbound.hours);
    this.#thread.show(rowsOf(chat, chat.attention.unreadFrom), {
      hasEarlier: chat.thread.hasEarlier,
      greeting: this.#greeting || this.#language.pick(settings.greeting),
      title: settings.title,
      isNews: this.#isNews,
    });
    this.#isNews = false;
    this.#chosen.begin();
    this.#thread.showTyping(this.#typingLabel(inbound.typing));
    this.#notice.show(link.phase, link.isBroken);
    this.#drawQuestions();
    this.#elsewhere.show(chat.elsewhere, link.isLive);
    if (chat.unread === this.#toldUnread) return;
    this.#toldUnread = chat.unread;
    this.#parent.tell({ type: 'unread', count: chat.unread });
  }

  #drawQuestions(): void {
    const { questions, rating, settings, introduction, inbound, link } = this.#chat;
    this.#introduction.show(questions, this.#language.pick(settings.away));
    const isInTheWay = questions !== null && this.#introduction.isInTheWay;
    this.#composer.element.hidden = isInTheWay || link.phase === 'over';
    this.#goOn();
    this.#rating.show(rating.isAsked, rating.isThanked, questions !== null);
    const wasLeft = !this.#left.hidden;
    this.#left.hidden = questions !== null || !introduction.isLeft || inbound.hours.isOpen;
    if (!this.#left.hidden && !wasLeft) this.#announcer.say(this.#language.words.left);
  }

  #goOn(): void {
    if (!this.#goesOn || this.#composer.element.hidden) return;
    this.#goesOn = false;
    this.#composer.focus();
  }

  #typingLabel(name: string | null): string | null {
    if (name === null) return null;
    const { words } = this.#language;
    return name === '' ? words.typingSomebody : this.#language.say('typing', { name });
  }
}
