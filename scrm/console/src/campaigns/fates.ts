/** What became of people, in few kinds that a bar can show. Pure. */
import type { Report } from './types.ts';

/** As the list of recipients is asked for them; those on their way are in several states there. */
export const FATES = [
  ...(['read', 'delivered', 'sent', 'sending', 'waiting', 'later', 'held'] as const),
  ...(['unknown', 'failed', 'blocked', 'missed', 'cancelled'] as const),
];
export type Fate = (typeof FATES)[number];

/** How many people are in each and no further; together all of the audience. */
export function partsOf(report: Report): { fate: Fate; people: number }[] {
  const exact: Record<Fate, number> = {
    ...report,
    delivered: report.delivered - report.read,
    sent: report.sent - report.delivered,
  };
  return FATES.map((fate) => ({ fate, people: exact[fate] })).filter(({ people }) => people > 0);
}
