type Rgb = readonly [number, number, number];

/** What ordinary text needs against its ground (WCAG 2.2, 1.4.3), and a little for rounding. */
export const READABLE = 4.55;

export function rgbOf(hex: string): Rgb {
  const value = parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function hexOf(colour: Rgb): string {
  return '#' + colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('');
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(rgbOf(one)), luminance(rgbOf(other))].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white: one of them is always readable on any ground. White where it is enough. */
export function inkOn(ground: string): string {
  return contrast(ground, '#ffffff') >= READABLE ? '#ffffff' : '#000000';
}

/** The colour itself where it can be read on the ground, else the nearest shade that can. */
export function readableOn(ground: string, colour: string): string {
  const target = rgbOf(inkOn(ground));
  const from = rgbOf(colour);
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = hexOf(
      from.map((part, index) => part + ((target[index] ?? 0) - part) * share) as unknown as Rgb,
    );
    if (contrast(mixed, ground) >= READABLE) return mixed;
  }
  return hexOf(target);
}
