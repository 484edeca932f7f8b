import type { MantineColorsTuple } from '@mantine/core';

type Rgb = readonly [number, number, number];

export const DEFAULT_ACCENT = '#4353d9';

export function parseHex(hex: string): Rgb | null {
  const found = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!found) return null;
  const part = (index: number): number => parseInt(found[index] ?? '0', 16);
  return [part(1), part(2), part(3)];
}

function toHex(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const at = (index: 0 | 1 | 2): number => from[index] + (to[index] - from[index]) * share;
  return [at(0), at(1), at(2)];
}

/** Relative luminance after WCAG 2. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: string, other: string): number {
  const [a, b] = [parseHex(one), parseHex(other)].map((colour) => luminance(colour ?? [0, 0, 0]));
  const [light, dark] = [Math.max(a ?? 0, b ?? 0), Math.min(a ?? 0, b ?? 0)];
  return (light + 0.05) / (dark + 0.05);
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

/**
 * Ten shades around an accent. Shade 6 is the accent itself, darkened until white text on it
 * can be read, whatever colour the organisation chose; shade 4 is for dark backgrounds.
 */
export function shades(accent: string): MantineColorsTuple {
  let base = parseHex(accent) ?? parseHex(DEFAULT_ACCENT) ?? BLACK;
  while (contrast(toHex(base), '#ffffff') < 4.6) base = mix(base, BLACK, 0.06);
  const lighter = [0.94, 0.86, 0.72, 0.55, 0.4, 0.18].map((share) =>
    toHex(mix(base, WHITE, share)),
  );
  const darker = [0.12, 0.26, 0.42].map((share) => toHex(mix(base, BLACK, share)));
  return [...lighter, toHex(base), ...darker] as unknown as MantineColorsTuple;
}

/** A steady hue for a name, so that the same person has the same colour everywhere. */
export function hueOf(text: string): number {
  let sum = 7;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return sum;
}
