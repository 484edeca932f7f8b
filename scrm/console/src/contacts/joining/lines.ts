import type { JoinPreview } from '../../api/joining-types.ts';
import type { MessageKey } from '../../i18n/catalogue.ts';

/** One value of two people: ours stays, unless we have none and theirs is taken over. */
export interface Line {
  key: string;
  /** Without one it is an attribute, which people have named themselves. */
  label: MessageKey | null;
  ours: string;
  theirs: string;
  isTaken: boolean;
  isLeft: boolean;
}

const FIELDS = {
  locale: 'contact.locale',
  zone: 'contact.zone',
} as const satisfies Record<string, MessageKey>;

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : value == null
      ? ''
      : JSON.stringify(value);
}

/** What the two know of themselves, line by line; what neither has is no line. */
export function linesOf(preview: JoinPreview): Line[] {
  const [ours, theirs] = [preview.survivor.contact, preview.other.contact];
  const fields = Object.entries(FIELDS).map(([key, label]): Line => {
    const name = key as keyof typeof FIELDS;
    return {
      key,
      label,
      ours: shown(ours[name]),
      theirs: shown(theirs[name]),
      isTaken: name in preview.taken,
      isLeft: preview.differ.includes(name),
    };
  });
  const taken = preview.taken.attributes ?? {};
  const names = new Set([...Object.keys(ours.attributes), ...Object.keys(theirs.attributes)]);
  const attributes = [...names].map((name): Line => ({
    key: name,
    label: null,
    ours: shown(ours.attributes[name]),
    theirs: shown(theirs.attributes[name]),
    isTaken: Object.hasOwn(taken, name),
    isLeft: preview.differ.includes(`attributes.${name}`),
  }));
  return [...fields, ...attributes].filter((line) => line.ours !== '' || line.theirs !== '');
}
