import type { Span } from '../api/types.ts';
import { codePoints } from './units.ts';

/**
 * Light formatting, the same small part of Markdown as in `scrm/channels/light.py`:
 * **bold**, _italic_, ~~strike~~, `code`, [label](url), and a backslash for a plain mark.
 */
const TOKEN =
  /\\(?<plain>[\\*_~`[\]()])|`(?<code>[^`\n]+)`|\[(?<label>[^\]\n]+)\]\((?<url>(?:https?:\/\/|mailto:|tel:)[^\s)]+)\)|(?<mark>\*\*|~~|_)/gu;
const KINDS: Record<string, string> = { '**': 'bold', _: 'italic', '~~': 'strike' };
const WORD = /[\p{L}\p{N}]/u;

interface Piece {
  text: string;
  /** Set while a mark may still turn out to be formatting. */
  mark?: string;
  opens?: string;
  closes?: string;
  code?: boolean;
  url?: string;
}

export function parseLight(source: string): { text: string; spans: Span[] } {
  const pieces = piecesOf(source);
  pairMarks(pieces);
  return joinPieces(pieces);
}

function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const token of source.matchAll(TOKEN)) {
    if (token.index > at) pieces.push({ text: source.slice(at, token.index) });
    at = token.index + token[0].length;
    const { plain, code, label, url, mark } = token.groups ?? {};
    if (plain) pieces.push({ text: plain });
    else if (code) pieces.push({ text: code, code: true });
    else if (label) pieces.push({ text: label, url });
    else if (mark) {
      const isInWord =
        mark === '_' &&
        WORD.test(source.slice(0, token.index).at(-1) ?? '') &&
        WORD.test(source.charAt(at));
      pieces.push(isInWord ? { text: mark } : { text: mark, mark });
    }
  }
  pieces.push({ text: source.slice(at) });
  return pieces;
}

/** Gives each closing mark its opening one; what does not close stays as it was typed. */
function pairMarks(pieces: Piece[]): void {
  const opened = new Map<string, number>();
  pieces.forEach((piece, index) => {
    if (!piece.mark) return;
    const start = opened.get(piece.mark);
    const between = start === undefined ? [] : pieces.slice(start + 1, index);
    const opener = start === undefined ? undefined : pieces[start];
    if (opener && between.some((inner) => inner.text !== '' && !inner.closes)) {
      opened.delete(piece.mark);
      opener.opens = opener.mark;
      piece.closes = piece.mark;
    } else {
      opened.set(piece.mark, index);
    }
  });
}

function joinPieces(pieces: readonly Piece[]): { text: string; spans: Span[] } {
  let text = '';
  let length = 0;
  const spans: Span[] = [];
  const starts = new Map<string, number>();
  for (const piece of pieces) {
    if (piece.opens) starts.set(piece.opens, length);
    else if (piece.closes) {
      const start = starts.get(piece.closes) ?? length;
      spans.push({ start, length: length - start, kind: KINDS[piece.closes] ?? 'bold' });
    } else {
      const size = codePoints(piece.text);
      if (piece.code) spans.push({ start: length, length: size, kind: 'code' });
      if (piece.url) spans.push({ start: length, length: size, kind: 'link', url: piece.url });
      text += piece.text;
      length += size;
    }
  }
  spans.sort((one, other) => one.start - other.start || other.length - one.length);
  return { text, spans };
}

export interface Edit {
  text: string;
  start: number;
  end: number;
}

/** Puts a mark around the selection, or takes it away again (Ctrl/⌘ B, I). */
export function toggleMark({ text, start, end }: Edit, mark: string): Edit {
  const size = mark.length;
  const isMarked = text.slice(start - size, start) === mark && text.slice(end, end + size) === mark;
  if (isMarked) {
    return {
      text: text.slice(0, start - size) + text.slice(start, end) + text.slice(end + size),
      start: start - size,
      end: end - size,
    };
  }
  return {
    text: text.slice(0, start) + mark + text.slice(start, end) + mark + text.slice(end),
    start: start + size,
    end: end + size,
  };
}
