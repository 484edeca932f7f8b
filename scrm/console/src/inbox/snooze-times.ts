import type { MessageKey } from '../i18n/catalogue.ts';

export interface SnoozeChoice {
  label: MessageKey;
  /** Null means until the person writes again. */
  until: Date | null;
}

const MORNING = 9;
const EVENING = 18;
const MONDAY = 1;

function at(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}

/** The usual wishes, in this browser's zone; one that lies in the past is left out. */
export function snoozeChoices(now: Date): SnoozeChoice[] {
  const toMonday = (MONDAY - now.getDay() + 7) % 7 || 7;
  const choices: SnoozeChoice[] = [
    { label: 'snooze.hour', until: new Date(now.getTime() + 3_600_000) },
    { label: 'snooze.evening', until: at(now, 0, EVENING) },
    { label: 'snooze.tomorrow', until: at(now, 1, MORNING) },
    { label: 'snooze.monday', until: at(now, toMonday, MORNING) },
    { label: 'snooze.reply', until: null },
  ];
  const tooSoon = now.getTime() + 30 * 60_000;
  const offered = choices.filter((one) => one.until === null || one.until.getTime() > tooSoon);
  // On a Sunday, tomorrow is Monday: said once.
  return offered.filter(
    (one, index) =>
      !offered.slice(0, index).some((other) => other.until?.getTime() === one.until?.getTime()),
  );
}

/** The value of a datetime-local field for a moment, in this browser's zone. */
export function localField(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
