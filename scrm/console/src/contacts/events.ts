import type { Word } from './timeline/words.ts';

/** The kinds of facts that the hub records about a person (`KINDS` in scrm/journal). */
const KINDS = [
  'message.received',
  'message.sent',
  'message.edited',
  'message.deleted',
  'contact.created',
  'contact.updated',
  'contact.joined',
  'contact.separated',
  'contact.erased',
  'identity.blocked',
  'identity.unblocked',
  'conversation.opened',
  'conversation.assigned',
  'conversation.snoozed',
  'conversation.resolved',
  'conversation.rated',
  'conversation.reopened',
  'conversation.handed_over',
  'conversation.taken_over',
  'conversation.handed_back',
  'bot.answered',
  'bot.not_understood',
  'delivery.failed',
  'delivery.unknown',
  'delivery.held',
  'delivery.blocked',
  'campaign.clicked',
  'campaign.replied',
  'campaign.missed',
  'import.finished',
  'page.viewed',
  'order.paid',
  'tag.added',
  'tag.removed',
  'segment.entered',
  'segment.left',
  'consent.withdrawn',
  'consent.restored',
  'consent.granted',
] as const satisfies readonly Word[];

/** The words for a kind; null for one of a later hub, or of one's own. */
export function eventWord(kind: string): (typeof KINDS)[number] | null {
  return KINDS.find((one) => one === kind) ?? null;
}
