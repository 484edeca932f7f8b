import { inkOn, readableOn } from '../shared/colour.ts';

/** What words stand on, as in style.css. */
const GROUNDS = { light: '#ffffff', dark: '#17181b' };

/** The site's colour, and the shades of it that can be read on what they stand on. */
export function paint(colour: string): void {
  const { style } = document.documentElement;
  style.setProperty('--site', colour);
  style.setProperty('--site-ink', inkOn(colour));
  style.setProperty('--site-on-light', readableOn(GROUNDS.light, colour));
  style.setProperty('--site-on-dark', readableOn(GROUNDS.dark, colour));
}
