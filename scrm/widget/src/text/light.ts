/**
 * Light formatting as the hub reads it: **bold**, _italic_, ~~strike~~, `code`, [label](url), a
 * backslash for a plain mark. Bare web addresses are links in every text.
 */
export type Style = 'bold' | 'italic' | 'strike';

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: string; url: string }
  | { kind: Style; inside: Piece[] };

interface Token {
  piece: Piece;
  /** A mark that may turn out to be formatting: which, and what it can do where it stands. */
  mark?: { sign: string; opens: boolean; closes: boolean };
}

// Lengths are bounded so that a text full of openings costs no more than its length.
const TOKEN =
  /\\(?<plain>[\\*_~`[\]()])|`(?<code>[^`\n]{1,4096})`|\[(?<label>[^[\]\n]{1,512})\]\((?<url>(?:https?:\/\/|mailto:|tel:)[^\s)]{1,2048})\)|(?<mark>\*\*|~~|_)/gu;
const ADDRESS = /https?:\/\/[^\s<>"'`]{1,2048}/gu;
/** What ends a sentence does not belong to the address before it. */
const TRAILING = /[.,;:!?)\]}'"，。！？；：）」』]+$/u;
const STYLES: Readonly<Record<string, Style>> = { '**': 'bold', _: 'italic', '~~': 'strike' };
const WORD = /[\p{L}\p{N}]/u;

export function readLight(source: string): Piece[] {
  const tokens = [...tokensOf(source)];
  return nest(tokens, 0, tokens.length);
}

export function readPlain(source: string): Piece[] {
  return withAddresses(source);
}

function* tokensOf(source: string): Generator<Token> {
  let at = 0;
  for (const token of source.matchAll(TOKEN)) {
    const text = source.slice(at, token.index);
    for (const piece of withAddresses(text)) yield { piece };
    at = token.index + token[0].length;
    const { plain, code, label, url, mark } = token.groups ?? {};
    if (plain) yield { piece: { kind: 'text', text: plain } };
    else if (code) yield { piece: { kind: 'code', text: code } };
    else if (label && url) yield { piece: { kind: 'link', text: label, url } };
    else if (mark) yield markOf(mark, source, token.index);
  }
  for (const piece of withAddresses(source.slice(at))) yield { piece };
}

/** A mark hugs what it styles: `2 ** 3` is arithmetic, and `snake_case` a name. */
function markOf(sign: string, source: string, index: number): Token {
  const [before, after] = [source.charAt(index - 1), source.charAt(index + sign.length)];
  const piece: Piece = { kind: 'text', text: sign };
  if (sign === '_' && WORD.test(before) && WORD.test(after)) return { piece };
  const mark = { sign, opens: /\S/u.test(after), closes: /\S/u.test(before) };
  return { piece, mark };
}

/** The pieces from `start` to `end`; a mark without its other half stays what it looks like. */
function nest(tokens: readonly Token[], start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  for (let index = start; index < end; index += 1) {
    const token = tokens[index];
    if (!token) break;
    const close = token.mark?.opens ? closing(tokens, index, end) : -1;
    const style = STYLES[token.mark?.sign ?? ''];
    if (close > 0 && style) {
      pieces.push({ kind: style, inside: nest(tokens, index + 1, close) });
      index = close;
    } else pieces.push(token.piece);
  }
  return pieces;
}

function closing(tokens: readonly Token[], from: number, end: number): number {
  const sign = tokens[from]?.mark?.sign;
  let hasText = false;
  for (let index = from + 1; index < end; index += 1) {
    const mark = tokens[index]?.mark;
    if (mark?.sign === sign && mark?.closes && hasText) return index;
    if (!mark) hasText = true;
  }
  return -1;
}

function withAddresses(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const url = found[0].replace(TRAILING, '');
    if (found.index > at) pieces.push({ kind: 'text', text: text.slice(at, found.index) });
    pieces.push({ kind: 'link', text: url, url });
    at = found.index + url.length;
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) });
  return pieces;
}
