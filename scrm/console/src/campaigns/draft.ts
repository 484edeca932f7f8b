/** A campaign while somebody writes it. Pure. */
import type { Attachment, Button } from '../api/types.ts';
import { conditionOf, type GroupNode, group, isComplete, rootOf } from '../conditions/draft.ts';
import type { Change } from './calls.ts';
import { type DateDraft, dateOf, scheduleOn } from './dated.ts';
import type {
  Audience,
  Definition,
  Message,
  Purpose,
  Schedule,
  TemplateUse,
  Zone,
} from './types.ts';

/** People by a question of their own, those of a saved one, null where none is chosen yet, or all. */
export interface Choice {
  segment: string | null;
  root: GroupNode;
  by: 'condition' | 'segment' | 'everybody';
}

export interface ButtonDraft {
  id: number;
  label: string;
  kind: 'value' | 'url';
  is: string;
}

export interface Draft {
  name: string;
  audience: Choice;
  exclude: Choice | null;
  channels: string[];
  text: string;
  format: Message['format'];
  buttons: ButtonDraft[];
  file: Attachment | null;
  /** Where the words come from. */
  template: TemplateUse | null;
  when: 'unset' | 'now' | 'at' | 'date';
  at: string;
  zone: Zone;
  date: DateDraft;
  purpose: Purpose;
  hold: boolean;
  quiet: boolean;
  tracks: boolean;
  lateness: string;
}

let lastId = 0;

export function blankChoice(): Choice {
  return { by: 'condition', segment: null, root: group('all', []) };
}

export function blankButton(): ButtonDraft {
  return { id: ++lastId, label: '', kind: 'value', is: '' };
}

function choiceOf(audience: Audience | undefined): Choice {
  if (!audience) return blankChoice();
  if ('everybody' in audience) return { ...blankChoice(), by: 'everybody' };
  if ('segment' in audience) {
    return { ...blankChoice(), by: 'segment', segment: audience.segment };
  }
  return { ...blankChoice(), root: rootOf(audience) };
}

function buttonOf({ label, value, url }: Button): ButtonDraft {
  return { id: ++lastId, label, kind: url ? 'url' : 'value', is: url ?? value ?? '' };
}

export function draftOf(definition: Definition, file: Attachment | null = null): Draft {
  const { message = {}, schedule } = definition;
  const isAt = typeof schedule === 'object' && 'at' in schedule;
  return {
    name: definition.name ?? '',
    audience: choiceOf(definition.audience),
    exclude: definition.exclude ? choiceOf(definition.exclude) : null,
    channels: definition.channels ?? [],
    text: message.text ?? '',
    format: message.format,
    buttons: (message.buttons ?? []).map(buttonOf),
    file,
    template: definition.template ?? null,
    when: schedule === undefined ? 'unset' : schedule === 'now' ? 'now' : isAt ? 'at' : 'date',
    at: isAt ? schedule.at : '',
    zone: (isAt && schedule.zone) || 'organisation',
    date: dateOf(schedule),
    purpose: definition.purpose ?? 'marketing',
    hold: definition.hold?.open_conversation !== false,
    quiet: definition.quiet_hours !== 'off',
    tracks: definition.links !== 'as_written',
    lateness: definition.max_lateness ?? '',
  };
}

function audienceOf(choice: Choice): Audience | undefined {
  if (choice.by === 'everybody') return { everybody: true };
  if (choice.by === 'segment') return choice.segment ? { segment: choice.segment } : undefined;
  return choice.root.parts.length > 0 ? conditionOf(choice.root) : undefined;
}

function messageOf(draft: Draft): Message | undefined {
  const message: Message = { text: draft.text };
  if (draft.format) message.format = draft.format;
  if (draft.buttons.length > 0) {
    message.buttons = draft.buttons.map(({ label, kind, is }) => ({
      label: label.trim(),
      [kind]: is.trim() === '' && kind === 'value' ? label.trim().slice(0, 16) : is.trim(),
    }));
  }
  if (draft.file) message.attachments = [draft.file.id];
  const isEmpty = draft.text.trim() === '' && !message.buttons && !message.attachments;
  return isEmpty ? undefined : message;
}

function scheduleOf(draft: Draft): Schedule | undefined {
  if (draft.when === 'now') return 'now';
  if (draft.when === 'date') return scheduleOn(draft.date);
  return draft.when === 'at' && draft.at !== '' ? { at: draft.at, zone: draft.zone } : undefined;
}

/** As the hub takes it; what is not said yet is left out. */
export function definitionOf(draft: Draft): Definition {
  const message = messageOf(draft);
  const found: Definition = {
    name: draft.name.trim() || undefined,
    audience: audienceOf(draft.audience),
    exclude: draft.exclude ? audienceOf(draft.exclude) : undefined,
    channels: draft.channels.length > 0 ? draft.channels : undefined,
    message,
    template: message ? (draft.template ?? undefined) : undefined,
    schedule: scheduleOf(draft),
    purpose: draft.purpose,
    hold: draft.hold ? undefined : { open_conversation: false },
    quiet_hours: draft.quiet ? undefined : 'off',
    links: draft.tracks ? undefined : 'as_written',
    max_lateness: draft.lateness.trim() || undefined,
  };
  return JSON.parse(JSON.stringify(found)) as Definition;
}

const FIELDS = [
  ...(['name', 'audience', 'exclude', 'channels', 'message', 'schedule'] as const),
  ...(['purpose', 'hold', 'quiet_hours', 'links', 'max_lateness', 'template'] as const),
];

/** All fields of a draft, those taken out as null. */
export function changeTo(definition: Definition): Change {
  return Object.fromEntries(FIELDS.map((name) => [name, definition[name] ?? null]));
}

/** A question that can be answered; null where it is not finished. */
function meant(choice: Choice): Audience | null {
  if (choice.by === 'condition' && !isComplete(choice.root)) return null;
  return audienceOf(choice) ?? null;
}

/** Who is to get it, and who of them is not; null until both are said. */
export function meantBy(draft: Draft): { audience: Audience; exclude?: Audience } | null {
  const audience = meant(draft.audience);
  if (!audience) return null;
  if (!draft.exclude) return { audience };
  const exclude = meant(draft.exclude);
  return exclude && { audience, exclude };
}

/** What a launch needs and the draft does not say yet. */
export function lacking(definition: Definition): (keyof Definition)[] {
  const needed = ['name', 'audience', 'channels', 'message', 'schedule'] as const;
  return needed.filter((name) => definition[name] === undefined);
}
