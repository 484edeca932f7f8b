import { element } from './dom.ts';

/** An agent's picture if it is the hub's own, else the first letter of the name. */
export function face(name: string, photo: string): HTMLElement {
  const letter = [...name.trim()][0]?.toUpperCase() ?? '';
  const shape = element('span', { class: 'face', 'aria-hidden': 'true' }, letter);
  const address = ownAddress(photo);
  if (!address) return shape;
  const picture = element('img', { src: address, alt: '' });
  picture.addEventListener('error', () => picture.remove());
  shape.append(picture);
  return shape;
}

/** From elsewhere nothing is fetched: it would tell others who is reading. */
function ownAddress(photo: string): string | null {
  if (photo === '' || !URL.canParse(photo, location.href)) return null;
  const address = new URL(photo, location.href);
  return address.origin === location.origin ? address.href : null;
}
