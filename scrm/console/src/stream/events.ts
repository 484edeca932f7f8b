import type { Conversation, Import, Message } from '../api/types.ts';

/** What the hub pushes, by event name. */
export interface StreamEvents {
  'conversation.changed': { conversation: Conversation };
  'conversation.gone': { conversation_id: string };
  'message.added': { message: Message; conversation_id: string };
  'message.changed': { message: Message };
  'counts.changed': Record<string, never>;
  'contact.changed': { contact_id: string };
  'teams.changed': Record<string, never>;
  'channel.changed': { channel_id: string };
  'import.changed': { import: Import };
  typing: { conversation_id: string; user_id: string };
  'visitor.typing': { conversation_id: string };
  presence: { conversation_id: string; users: { id: string; name: string }[] };
  reset: Record<string, never>;
}

export type StreamEventName = keyof StreamEvents;

export const STREAM_EVENTS: readonly StreamEventName[] = [
  'conversation.changed',
  'conversation.gone',
  'message.added',
  'message.changed',
  'counts.changed',
  'contact.changed',
  'teams.changed',
  'channel.changed',
  'import.changed',
  'typing',
  'visitor.typing',
  'presence',
  'reset',
];
