import { describe, expect, it } from 'vitest';
import { readLight, readPlain, type Piece } from './light.ts';

/** Pieces in a short hand: b(…) is bold, and so on. */
function written(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'text') return piece.text;
      if (piece.kind === 'code') return `code(${piece.text})`;
      if (piece.kind === 'link') return `link(${piece.text} > ${piece.url})`;
      return `${piece.kind}(${written(piece.inside)})`;
    })
    .join('');
}

describe('light formatting', () => {
  it.each([
    ['plain', 'plain'],
    ['**bold** and _italic_', 'bold(bold) and italic(italic)'],
    ['**bold _both_**', 'bold(bold italic(both))'],
    ['~~gone~~', 'strike(gone)'],
    ['`a * b` **', 'code(a * b) **'],
    ['2 ** 3 ** 4', '2 ** 3 ** 4'],
    ['snake_case_name', 'snake_case_name'],
    ['**never closed', '**never closed'],
    ['****', '****'],
    [String.raw`\*\*not bold\*\*`, '**not bold**'],
    ['[our shop](https://shop.example/a)', 'link(our shop > https://shop.example/a)'],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['see https://a.example/b.', 'see link(https://a.example/b > https://a.example/b).'],
    ['<b>tags</b> are words', '<b>tags</b> are words'],
  ])('reads %s', (source, expected) => {
    expect(written(readLight(source))).toBe(expected);
  });

  it('is not looked for in plain text, but addresses are', () => {
    expect(written(readPlain('**a** https://a.example/_b_'))).toBe(
      '**a** link(https://a.example/_b_ > https://a.example/_b_)',
    );
  });

  it('costs no more than its length for a text full of openings', () => {
    const began = performance.now();
    readLight('**_~~['.repeat(700));
    expect(performance.now() - began).toBeLessThan(500);
  });
});
