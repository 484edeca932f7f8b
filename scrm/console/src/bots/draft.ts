/** The bot while somebody writes it. Pure. */
import type { Misplaced } from '../api/problem.ts';
import { conditionOf, group, type GroupNode, isComplete, rootOf } from '../conditions/draft.ts';
import { teamIn, textOf, type Whom, whomIn } from '../teams/whom.ts';
import type { Answer, Choice, Definition, Responder, Wording } from './types.ts';

/** When a responder answers, in the order in which it is offered. */
export const WAYS = ['on', 'intent', 'press', 'articles', 'welcome', 'fallback'] as const;
export type Way = (typeof WAYS)[number];

/** A text by language; under the empty one stands what is for all. */
export type Texts = Record<string, string>;

export interface ButtonDraft {
  id: number;
  label: Texts;
  does: 'value' | 'url';
  target: string;
}

export interface AnswerDraft {
  text: Texts;
  isLight: boolean;
  buttons: ButtonDraft[];
}

export interface ResponderDraft {
  id: number;
  name: string;
  way: Way;
  root: GroupNode;
  /** The id of an intent; 0 for none. */
  intent: number;
  press: string[];
  hours: 'always' | 'open' | 'closed';
  channels: string[];
  answer: AnswerDraft;
  calls: boolean;
  assign: string;
}

export interface IntentDraft {
  id: number;
  name: string;
  /** One sentence a line. */
  examples: string;
}

export interface Draft {
  name: string;
  wait: number | undefined;
  responders: ResponderDraft[];
  intents: IntentDraft[];
  handOver: AnswerDraft;
  assign: string;
}

export const LANGUAGES = ['en', 'zh'] as const;

let lastId = 0;

export function blankButton(): ButtonDraft {
  return { id: ++lastId, label: bothOf(''), does: 'value', target: '' };
}

export function blankIntent(name: string): IntentDraft {
  return { id: ++lastId, name, examples: '' };
}

export function blankResponder(way: Way): ResponderDraft {
  return {
    id: ++lastId,
    name: '',
    way,
    root: group('all', []),
    intent: 0,
    press: [],
    hours: 'always',
    channels: [],
    answer: answerOf(undefined),
    calls: false,
    assign: '',
  };
}

export function blankDraft(): Draft {
  return {
    name: '',
    wait: undefined,
    responders: [],
    intents: [],
    handOver: answerOf(undefined),
    assign: '',
  };
}

export function draftOf(definition: Definition): Draft {
  const intents = Object.entries(definition.intents ?? {}).map(([name, examples]) => ({
    ...blankIntent(name),
    examples: examples.join('\n'),
  }));
  return {
    name: definition.name ?? '',
    wait: definition.wait,
    responders: definition.responders.map((one) => responderOf(one, intents)),
    intents,
    handOver: answerOf(definition.hand_over),
    assign: textOf(definition.assign),
  };
}

function responderOf(one: Responder, intents: readonly IntentDraft[]): ResponderDraft {
  const way = (['on', 'intent', 'articles', 'welcome', 'fallback'] as const).find(
    (each) => each in one,
  );
  return {
    ...blankResponder(way ?? 'press'),
    name: one.name,
    root: one.on ? rootOf(one.on) : group('all', []),
    intent: intents.find(({ name }) => name === one.intent)?.id ?? 0,
    press: one.press ?? [],
    hours: one.hours ?? 'always',
    channels: one.channels ?? [],
    answer: answerOf(one.answer),
    calls: one.then === 'hand_over',
    assign: textOf(one.assign),
  };
}

function answerOf(answer: Answer | undefined): AnswerDraft {
  return {
    text: bothOf(answer?.text ?? {}),
    isLight: answer?.format === 'light',
    buttons: (answer?.buttons ?? []).map(buttonOf),
  };
}

function buttonOf(choice: Choice, index: number): ButtonDraft {
  return {
    id: ++lastId,
    label: bothOf(choice.label),
    does: choice.url === undefined ? 'value' : 'url',
    target: choice.url ?? choice.value ?? String(index + 1),
  };
}

function bothOf(wording: Wording): Texts {
  if (typeof wording === 'string' && wording !== '') return { '': wording };
  const given = typeof wording === 'string' ? {} : wording;
  return { ...given, ...Object.fromEntries(LANGUAGES.map((one) => [one, given[one] ?? ''])) };
}

/** From one text for all to one for each; it is kept under the language that it looks like. */
export function apart(texts: Texts): Texts {
  const all = texts[''] ?? '';
  const looks = /\p{Script=Han}/u.test(all) ? 'zh' : 'en';
  return { ...bothOf(''), [looks]: all };
}

export function definitionOf(draft: Draft): Definition {
  const { name, wait, assign } = draft;
  const intents = Object.fromEntries(
    draft.intents.map((one) => [one.name.trim(), linesOf(one.examples)]),
  );
  return {
    ...(name.trim() !== '' && { name: name.trim() }),
    ...(draft.intents.length > 0 && { intents }),
    responders: draft.responders.map((one) => stated(one, draft.intents)),
    ...(wait !== undefined && { wait }),
    ...(hasText(draft.handOver) && { hand_over: answerIn(draft.handOver) }),
    ...(assign !== '' && { assign: assigned(assign) }),
  };
}

function stated(one: ResponderDraft, intents: readonly IntentDraft[]): Responder {
  const { way, hours, channels, assign } = one;
  const calls = one.calls && way !== 'articles';
  const mayPress = way === 'on' || way === 'intent' || way === 'press';
  return {
    name: one.name.trim(),
    ...(way === 'on' && { on: conditionOf(one.root) }),
    ...(way === 'intent' && { intent: nameOf(one.intent, intents) }),
    ...(way === 'articles' && { articles: true }),
    ...(way === 'welcome' && { welcome: true }),
    ...(way === 'fallback' && { fallback: true }),
    ...(mayPress && one.press.length > 0 && { press: one.press }),
    ...(hours !== 'always' && { hours }),
    ...(channels.length > 0 && { channels }),
    ...((way !== 'articles' || hasText(one.answer)) && { answer: answerIn(one.answer) }),
    ...(calls && { then: 'hand_over' }),
    ...(calls && assign !== '' && { assign: assigned(assign) }),
  };
}

/** A colleague is written as it always was. */
function assigned(text: string): Whom {
  return teamIn(text) === null ? text : whomIn(text);
}

function nameOf(id: number, intents: readonly IntentDraft[]): string {
  return intents.find((one) => one.id === id)?.name.trim() ?? '';
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function answerIn(answer: AnswerDraft): Answer {
  const buttons = answer.buttons.map(({ label, does, target }) => ({
    label: wordingOf(label),
    [does]: target.trim(),
  }));
  return {
    text: wordingOf(answer.text),
    ...(answer.isLight && { format: 'light' }),
    ...(buttons.length > 0 && { buttons }),
  };
}

function wordingOf(texts: Texts): Wording {
  if ('' in texts) return texts[''] ?? '';
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
}

function hasText({ text }: AnswerDraft): boolean {
  return Object.values(text).some((one) => one.trim() !== '');
}

export type Missing = 'name' | 'when' | 'answer' | 'button';

/** What is left to fill in, the first thing of it. */
export function missingIn(one: ResponderDraft, intents: readonly IntentDraft[]): Missing | null {
  if (one.name.trim() === '') return 'name';
  if (one.way === 'on' && !isComplete(one.root)) return 'when';
  if (one.way === 'press' && one.press.length === 0) return 'when';
  if (one.way === 'intent' && !isMeant(one.intent, intents)) return 'when';
  if (one.way !== 'articles' && !hasText(one.answer)) return 'answer';
  return one.answer.buttons.every(isFilled) ? null : 'button';
}

function isMeant(id: number, intents: readonly IntentDraft[]): boolean {
  const found = intents.find((one) => one.id === id);
  return found !== undefined && found.name.trim() !== '' && linesOf(found.examples).length > 0;
}

function isFilled({ label, target }: ButtonDraft): boolean {
  return target.trim() !== '' && Object.values(label).some((one) => one.trim() !== '');
}

/** Before nothing is left to fill in, there is nothing that the hub could say. */
export function isReady(draft: Draft): boolean {
  const { responders, intents } = draft;
  return responders.length > 0 && responders.every((one) => missingIn(one, intents) === null);
}

/** One place up or down; at the end it stays. */
export function moved<T extends { id: number }>(items: readonly T[], id: number, by: 1 | -1): T[] {
  const from = items.findIndex((one) => one.id === id);
  const to = from + by;
  const rest = items.filter((one) => one.id !== id);
  const one = items[from];
  if (!one || to < 0 || to >= items.length) return [...items];
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** What the hub has against what stands at `place`, or within it. */
export function mistakesIn(errors: readonly Misplaced[], place: string): Misplaced[] {
  return errors.filter(({ field }) => field === place || field.startsWith(`${place}.`));
}

/** What stands at no field of a responder, of the whole, or of an intent that is known. */
export function mistakesElsewhere(errors: readonly Misplaced[]): Misplaced[] {
  return errors.filter(
    ({ field }) => !/^(responders\.\d|intents\.|name|hand_over|assign)/.test(field),
  );
}
