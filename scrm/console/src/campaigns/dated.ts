/** On which date of each person a campaign goes, while somebody writes it. Pure. */
import type { Dated, Schedule } from './types.ts';

export const DATES = ['birthday', 'attribute', 'event'] as const;
export const SIDES = ['on', 'after', 'before'] as const;

export interface DateDraft {
  of: (typeof DATES)[number];
  attribute: string;
  event: string;
  side: (typeof SIDES)[number];
  /** How many, where it is not on the day. */
  days: number | '';
  clock: string;
}

export function isDated(schedule: Schedule | undefined): schedule is Dated {
  return typeof schedule === 'object' && !('at' in schedule);
}

export function dateOf(schedule: Schedule | undefined): DateDraft {
  const blank: DateDraft = {
    ...{ of: 'birthday', attribute: '', event: 'order.paid', side: 'on', days: 1, clock: '09:00' },
  };
  if (!isDated(schedule)) return blank;
  const from = 'birthday' in schedule ? schedule.birthday : schedule.days_after;
  const days = from.days ?? 0;
  const draft: DateDraft = {
    ...blank,
    side: days === 0 ? 'on' : days > 0 ? 'after' : 'before',
    days: days === 0 ? blank.days : Math.abs(days),
    clock: from.at,
  };
  if ('birthday' in schedule) return draft;
  const { event, attribute } = schedule.days_after;
  if (event !== undefined) return { ...draft, of: 'event', event };
  return { ...draft, of: 'attribute', attribute: attribute ?? '' };
}

/** As the hub takes it; undefined while something is missing. */
export function scheduleOn(draft: DateDraft): Dated | undefined {
  const { of, clock } = draft;
  const attribute = draft.attribute.trim();
  const many = draft.side === 'on' ? 0 : draft.days;
  if (many === '' || clock === '' || (of === 'attribute' && attribute === '')) return undefined;
  const days = draft.side === 'before' ? -many : many;
  if (of === 'birthday') return { birthday: { days, at: clock } };
  const what = of === 'event' ? { event: draft.event } : { attribute };
  return { days_after: { ...what, days, at: clock } };
}
