import type { MessageKey } from '../i18n/catalogue.ts';

/** The kinds of facts that the hub records about a person (`KINDS` in scrm/journal). */
const KINDS = {
  'message.received': 'event.message.received',
  'message.sent': 'event.message.sent',
  'message.edited': 'event.message.edited',
  'message.deleted': 'event.message.deleted',
  'contact.created': 'event.contact.created',
  'contact.updated': 'event.contact.updated',
  'contact.joined': 'event.contact.joined',
  'contact.separated': 'event.contact.separated',
  'contact.erased': 'event.contact.erased',
  'identity.blocked': 'event.identity.blocked',
  'identity.unblocked': 'event.identity.unblocked',
  'conversation.opened': 'event.conversation.opened',
  'conversation.assigned': 'event.conversation.assigned',
  'conversation.snoozed': 'event.conversation.snoozed',
  'conversation.resolved': 'event.conversation.resolved',
  'conversation.rated': 'event.conversation.rated',
  'conversation.reopened': 'event.conversation.reopened',
  'conversation.handed_over': 'event.conversation.handed_over',
  'conversation.taken_over': 'event.conversation.taken_over',
  'conversation.handed_back': 'event.conversation.handed_back',
  'bot.answered': 'event.bot.answered',
  'bot.not_understood': 'event.bot.not_understood',
  'delivery.failed': 'event.delivery.failed',
  'delivery.unknown': 'event.delivery.unknown',
  'import.finished': 'event.import.finished',
  'page.viewed': 'event.page.viewed',
  'order.paid': 'event.order.paid',
  'tag.added': 'event.tag.added',
  'tag.removed': 'event.tag.removed',
  'segment.entered': 'event.segment.entered',
  'segment.left': 'event.segment.left',
  'consent.withdrawn': 'event.consent.withdrawn',
  'consent.granted': 'event.consent.granted',
} as const satisfies Record<string, MessageKey>;

export function eventKey(kind: string): MessageKey | null {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind as keyof typeof KINDS] : null;
}
