import type { Span } from '../api/types.ts';
import { utf16Places } from './units.ts';

/** A stretch of text with everything that applies to it. */
export interface Run {
  text: string;
  kinds: readonly string[];
  url: string | null;
}

const SAFE_URL = /^(https?:|mailto:|tel:)/i;
const BARE_URL = /\bhttps?:\/\/[^\s<>"'）】」]+[^\s<>"'.,;:!?)\]）】」。，；：！？]/g;

/** Spans (code points, may nest and overlap) as a flat row of runs. Unsafe addresses stay text. */
export function runsOf(text: string, spans: readonly Span[]): Run[] {
  const places = utf16Places(text);
  const last = places.length - 1;
  const ranges = spans
    .map((span) => ({
      from: places[Math.min(Math.max(0, span.start), last)] ?? 0,
      to: places[Math.min(Math.max(0, span.start + span.length), last)] ?? 0,
      kind: span.kind,
      url: span.url && SAFE_URL.test(span.url) ? span.url : null,
    }))
    .concat(bareLinks(text))
    .filter((range) => range.to > range.from);
  const borders = new Set([0, text.length]);
  for (const range of ranges) borders.add(range.from).add(range.to);
  const sorted = [...borders].sort((one, other) => one - other);
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? text.length;
    const covering = ranges.filter((range) => range.from <= from && range.to >= to);
    return {
      text: text.slice(from, to),
      kinds: [...new Set(covering.map((range) => range.kind))],
      url: covering.find((range) => range.url)?.url ?? null,
    };
  });
}

function bareLinks(text: string) {
  return [...text.matchAll(BARE_URL)].map((found) => ({
    from: found.index,
    to: found.index + found[0].length,
    kind: 'link',
    url: found[0],
  }));
}
