import { readLight, readPlain, type Piece } from '../text/light.ts';
import { element } from './dom.ts';

const TAGS = { bold: 'strong', italic: 'em', strike: 's' } as const;

/** A paragraph a line, each in the direction of its own script. */
export function textView(text: string, isLight: boolean): HTMLElement {
  const pieces = isLight ? readLight(text) : readPlain(text);
  return element('div', { class: 'text', dir: 'auto' }, ...pieces.map(pieceView));
}

function pieceView(piece: Piece): Node {
  switch (piece.kind) {
    case 'text':
      return document.createTextNode(piece.text);
    case 'code':
      return element('code', {}, piece.text);
    case 'link':
      return linkView(piece.url, piece.text);
    default:
      return element(TAGS[piece.kind], {}, ...piece.inside.map(pieceView));
  }
}

/** Nothing of this page goes along to where a link leads. */
export function linkView(url: string, ...children: (Node | string)[]): HTMLElement {
  const rel = 'noopener noreferrer nofollow';
  return element('a', { href: url, target: '_blank', rel, dir: 'auto' }, ...children);
}
