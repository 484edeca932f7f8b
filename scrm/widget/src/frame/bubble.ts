import type { Bubble } from '../machine/rows.ts';
import type { Button } from '../machine/protocol.ts';
import { attachmentView } from './attachment.ts';
import { element, icon } from './dom.ts';
import { face } from './face.ts';
import type { Files } from './files.ts';
import { linkView, textView } from './text.ts';
import type { Language } from './words.ts';

export interface BubbleUse {
  language: Language;
  files: Files;
  press(label: string, value: string): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
}

const LINK = /^(https?:\/\/|mailto:|tel:)/i;
const REFUSALS: Readonly<Record<string, 'tooLong' | 'tooMany'>> = {
  too_long: 'tooLong',
  too_many: 'tooMany',
};

/** The part that stays while a message makes its way. */
export function bubbleBody(bubble: Bubble, use: BubbleUse): HTMLElement {
  const { language, files } = use;
  const name = bubble.isMine ? language.words.you : bubble.name;
  const named = element('span', { class: bubble.isMine ? 'hidden' : 'name', dir: 'auto' }, name);
  const pictures = bubble.attachments.map((file) => attachmentView(file, files, language));
  const isBare = bubble.text === '' && pictures.length > 0;
  return element(
    'div',
    { class: 'body' },
    bubble.isFirst || bubble.isMine ? named : null,
    element(
      'div',
      { class: isBare ? 'bubble bare' : 'bubble' },
      ...pictures,
      bubble.text !== '' && textView(bubble.text, bubble.isLight),
    ),
    bubble.buttons.length > 0 && buttonsView(bubble, use),
  );
}

export function bubbleFace(bubble: Bubble): HTMLElement | null {
  if (bubble.isMine) return null;
  return bubble.isFirst ? face(bubble.name, bubble.photo) : element('span', { class: 'no-face' });
}

function buttonsView(bubble: Bubble, use: BubbleUse): HTMLElement | false {
  const shown = bubble.buttons.map((button) => buttonView(button, bubble, use));
  const useful = shown.filter((one) => one !== null);
  return useful.length > 0 && element('div', { class: 'buttons' }, ...useful);
}

/** A link stays; an answer can be given as long as nobody has said anything since. */
function buttonView({ label, value, url }: Button, bubble: Bubble, use: BubbleUse): Node | null {
  if (url !== '') return LINK.test(url) ? linkView(url, label, icon('link')) : null;
  if (!bubble.isAsking) return null;
  const press = (): void => use.press(label, value);
  return element('button', { type: 'button', onclick: press, dir: 'auto' }, label);
}

/** Below the bubble: when it was, and how it fares. */
export function bubbleFoot(bubble: Bubble, use: BubbleUse): HTMLElement | null {
  const { language } = use;
  const { state } = bubble;
  if (state === 'failed') return failureView(bubble, use);
  if (state === 'sending' || state === 'waiting') {
    return element('div', { class: 'foot' }, language.words[state]);
  }
  if (!bubble.isLast && state === '') return null;
  const at = new Date(bubble.at);
  const time = element(
    'time',
    { datetime: at.toISOString(), title: language.moment(at) },
    language.time(at),
  );
  return element('div', { class: 'foot' }, time, state !== '' && ` · ${language.words[state]}`);
}

function failureView({ refusal, clientId }: Bubble, use: BubbleUse): HTMLElement {
  const { words } = use.language;
  const reason = words[REFUSALS[refusal] ?? 'failed'];
  const button = (label: string, pressed: () => void): HTMLElement =>
    element('button', { type: 'button', class: 'plain', onclick: pressed }, label);
  return element(
    'div',
    { class: 'foot failed' },
    `${reason} · `,
    button(words.retry, () => use.retry(clientId)),
    ' · ',
    button(words.discard, () => use.discard(clientId)),
  );
}
