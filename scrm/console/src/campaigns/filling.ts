/** A message as one person would read it, as far as a browser can tell. Pure. */

export type Values = Record<string, Record<string, unknown>>;

export interface Run {
  text: string;
  /** `open` is filled in by the hub alone; `missing` has no value and no fall-back. */
  is: 'text' | 'value' | 'missing' | 'open';
}

const HOLE = /\{\{-?\s*(.*?)\s*-?\}\}|\{%.*?%\}|\{#.*?#\}/gs;
const SIMPLE =
  /^(\w+)(?:\.(\w+)|\["([^"]+)"\])(?:\s+or\s+"([^"]*)"|\s*\|\s*default\(\s*"?([^"]*?)"?\s*\))?$/;

export function filled(template: string, values: Values): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const hole of template.matchAll(HOLE)) {
    if (hole.index > at) runs.push({ text: template.slice(at, hole.index), is: 'text' });
    if (!hole[0].startsWith('{#')) runs.push(holeOf(hole[0], hole[1] ?? '', values));
    at = hole.index + hole[0].length;
  }
  if (at < template.length) runs.push({ text: template.slice(at), is: 'text' });
  return runs;
}

function holeOf(whole: string, expression: string, values: Values): Run {
  const simple = SIMPLE.exec(expression);
  if (!simple) return { text: whole, is: 'open' };
  const [, first = '', plain, quoted, or, otherwise] = simple;
  const name = plain ?? quoted ?? '';
  const value = values[first]?.[name];
  const isThere = value !== undefined && value !== null && value !== '';
  if (isThere && typeof value !== 'object')
    return { text: `${value as string | number | boolean}`, is: 'value' };
  if (isThere && Array.isArray(value)) return { text: value.join(', '), is: 'value' };
  const instead = or ?? otherwise;
  if (instead !== undefined) return { text: instead, is: 'value' };
  return { text: `${first}.${name}`, is: 'missing' };
}

const PLAIN_NAME = /^[a-z]\w*$/i;

/** How a template asks for something of a person; what to say instead stands in quotes. */
export function variable(group: string, name: string, instead: string | null): string {
  const path = PLAIN_NAME.test(name) ? `${group}.${name}` : `${group}["${name.replace(/"/g, '')}"]`;
  return instead === null ? `{{ ${path} }}` : `{{ ${path} or "${instead}" }}`;
}

/** The line that tells how to end what advertises; the hub writes it in each person's language. */
export const HOW_TO_STOP = variable('campaign', 'how_to_stop', null);

/** A link of each message's own that ends it; the hub writes it when the message goes. */
export const STOP_LINK = variable('campaign', 'stop_link', null);

/** What everybody lacks where the hub has no public address for such links. */
export const NO_LINK = 'campaign.stop_link';

/** What such a link looks like, and as long: whose it will be is not known before. */
export function stopLink(origin: string): string {
  return `${origin}/stop/Abc123Abc123Abc123Abc123Abc12`;
}

const LINES: Record<string, string> = {
  en: 'Reply STOP to end these messages.',
  zh: '回复“退订”即可不再收到此类消息。',
};

/** As the hub writes it for somebody of this language, or else in ours. */
export function howToStop(locale: string, ours: string | undefined): string {
  const of = (name: string | undefined): string | undefined =>
    LINES[(name ?? '').split(/[-_]/)[0]?.toLowerCase() ?? ''];
  return of(locale || ours) ?? of(ours) ?? (LINES.en as string);
}

const SAYS_HOW =
  /how_to_stop|stop_link|\bstop\b|unsubscribe|opt[ -]?out|退[订訂]|取消[订訂][阅閱]|\bTD\b/i;

/** Whether what advertises says nothing of how to end it. */
export function needsStop(draft: { text: string; purpose: string }): boolean {
  return draft.purpose === 'marketing' && draft.text.trim() !== '' && !SAYS_HOW.test(draft.text);
}
