/** The shapes of the REST interface, as `/api/v1/openapi.json` documents them. */
import type { Activity, HandOver } from './activity-types.ts';
import type { TeamBrief } from './counts-types.ts';
import type { Preferences } from './preferences-types.ts';
export type * from './joining-types.ts';
export type * from './activity-types.ts';
export type * from './counts-types.ts';
export type * from './preferences-types.ts';
export type * from './settings-types.ts';

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type Role = 'owner' | 'admin' | 'agent' | 'viewer';
export type Ability =
  | 'conversations.read'
  | 'conversations.write'
  | 'channels.manage'
  | 'users.manage'
  | 'deliveries.resolve'
  | 'deadletters.replay'
  | 'contacts.read'
  | 'contacts.write'
  | 'contacts.erase'
  | 'suppressions.lift'
  | 'files.write'
  | 'imports.write'
  | 'segments.read'
  | 'segments.write'
  | 'rules.read'
  | 'rules.write'
  | 'campaigns.read'
  | 'campaigns.write'
  | 'campaigns.send'
  | 'articles.read'
  | 'articles.write'
  | 'bots.read'
  | 'bots.write'
  | 'settings.write';

export interface User {
  id: string;
  email: string;
  name: string;
  role: Role;
  locale: string | null;
  photo: string;
  away: boolean;
  disabled: boolean;
  pending: boolean;
  last_seen: string | null;
  preferences?: Preferences;
}

export interface Session {
  user: User;
  csrf: string;
}

export interface Me extends Session {
  roles: Role[];
  can: Ability[];
}

export type Agent = Pick<User, 'id' | 'name' | 'away' | 'photo'>;

export type ConversationStatus = 'open' | 'snoozed' | 'resolved';
export type Priority = 'none' | 'low' | 'normal' | 'high' | 'urgent';
export type MessageStatus =
  | 'queued'
  | 'reserved'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'unknown'
  | 'held'
  | 'blocked'
  | 'missed'
  | 'cancelled';

export interface ContactBrief {
  id: string;
  name: string;
  photo: string | null;
}

export interface ChannelBrief {
  id: string;
  name: string;
  platform: string;
}

/**
 * A message without words has its kind in brackets as text: `[photo]`, `[deleted]`, or
 * `[image omitted] name` where an import had no file.
 */
export interface LastMessage {
  id: string;
  text: string;
  direction: Direction;
  author_kind: AuthorKind;
  author_id: string | null;
  author_name: string;
  at: string;
  status: MessageStatus | null;
}

export interface Conversation {
  id: string;
  contact_id: string;
  channel_id: string;
  contact: ContactBrief;
  channel: ChannelBrief;
  status: ConversationStatus;
  assignee_id: string | null;
  team: TeamBrief | null;
  priority: Priority;
  waiting_since: string | null;
  bot: { state: 'on' | 'silent'; why: '' | 'answered' | 'taken_over' | 'handed_over' };
  /** The last message of a campaign here, or the one before it that this conversation answers. */
  campaign_id: string | null;
  campaign_message_id: string | null;
  snoozed_until: string | null;
  unread: number;
  last_message: LastMessage | null;
  last_at: string;
  created_at: string;
  resolve_reason: string | null;
  reachable: boolean;
}

export type Direction = 'in' | 'out' | 'note' | 'activity';

/** `channel` is whoever else writes from our account, such as on the phone. */
export type AuthorKind =
  'contact' | 'user' | 'token' | 'bot' | 'system' | 'channel' | 'rule' | 'campaign';

export interface Author {
  kind: AuthorKind;
  id: string | null;
  name: string;
}

export interface Span {
  start: number;
  length: number;
  kind: string;
  url?: string;
}

export interface Button {
  label: string;
  value?: string;
  url?: string;
}

/** A file that belonged to an imported message and did not come with the export. */
export interface Omitted {
  kind: string;
  name?: string;
}

/** Inbound and outbound content in one: every part is optional. */
export interface Content {
  text?: string;
  format?: 'plain' | 'light';
  attachments?: string[];
  buttons?: Button[];
  reply_to?: string | null;
  spans?: Span[];
  location?: { latitude: number; longitude: number; title?: string; address?: string } | null;
  contact?: { name: string; phone: string; own?: boolean } | null;
  press?: { value: string; label: string } | null;
  start?: string | null;
  activity?: Activity | null;
  omitted?: Omitted | null;
  hand_over?: HandOver | null;
  /** The campaign whose draft was tried out. */
  test_of?: string;
}

export type AttachmentKind = 'photo' | 'document' | 'voice' | 'audio' | 'video' | 'sticker';

export interface Attachment {
  id: string;
  kind: AttachmentKind;
  name: string;
  media_type: string;
  size: number;
  state: 'pending' | 'stored' | 'failed' | 'too_large';
  reason: string | null;
  width: number | null;
  height: number | null;
  duration: number | null;
  url: string;
}

export interface Message {
  id: string;
  conversation_id: string;
  seq: number;
  direction: Direction;
  author: Author;
  text: string;
  content: Content;
  attachments: Attachment[];
  status: MessageStatus | null;
  /** Since when the platform has it, or has refused it. */
  status_at: string | null;
  reason: string | null;
  created_at: string;
  platform_time: string;
  campaign_id: string | null;
  edited_at: string | null;
  versions: number;
  deleted: boolean;
  delivery_id?: string | null;
}

export interface MessageVersion {
  at: string;
  text: string;
  content: Content;
}

export interface SearchHit {
  conversation: Conversation;
  message: {
    id: string;
    seq: number;
    text: string;
    at: string;
    highlights: [number, number][];
    omitted: Omitted | null;
  };
}

export type AttributeValue = string | number | boolean | null;

/** How much erasing somebody would remove. */
export interface ErasePreview {
  contacts: number;
  conversations: number;
  messages: number;
}

export interface Contact {
  id: string;
  name: string;
  photo: string | null;
  locale: string | null;
  zone: string | null;
  owner_id: string | null;
  stage: string | null;
  attributes: Record<string, AttributeValue>;
  first_seen: string | null;
  last_seen: string | null;
  /** Who this one turned out to be. */
  joined_into: string | null;
}

export interface Identity {
  id: string;
  channel_id: string;
  channel: ChannelBrief;
  external_id: string;
  display: string;
  username: string | null;
  reachable: boolean;
  unreachable_since: string | null;
  unreachable_reason: string | null;
  verified: unknown;
  last_inbound_at: string | null;
  /** The contact from which a joining brought it. */
  home_id: string | null;
}

export interface Reachability {
  channel_id: string;
  channel: ChannelBrief;
  identity_id: string;
  can: boolean;
  why: string;
  text: string;
}

export interface TimelineEntry {
  id: string;
  kind: string;
  at: string;
  data: Record<string, unknown>;
}
