/** Shapes of what is managed on the settings pages. */
import type { ChannelBrief, ContactBrief, MessageStatus } from './types.ts';

export interface Health {
  /** "" before the first check. */
  state: 'ok' | 'warning' | 'broken' | '';
  detail: string;
  display: string;
  checked_at: string | null;
  facts: Record<string, string>;
}

export interface Channel {
  id: string;
  platform: string;
  name: string;
  /** An `archive` was imported: to read, with nobody at the other end. */
  state: 'active' | 'paused' | 'broken' | 'archive';
  paused_reason: string | null;
  health: Health | null;
  mode: string | null;
  settings: Record<string, unknown>;
  webhook_url: string | null;
  last_inbound_at: string | null;
  last_outbound_at: string | null;
  queued: number;
  created_at: string;
  /** What campaigns need there: that people opted in, or also that they wrote. */
  marketing_basis: 'opted_in' | 'wrote_to_us';
}

export interface PlatformSetting {
  name: string;
  label: string;
  secret: boolean;
  required: boolean;
  default?: string | number | boolean | null;
  choices?: string[] | null;
  help?: string | null;
}

export interface Platform {
  name: string;
  label: string;
  settings: PlatformSetting[];
  capabilities: string[];
  limits: {
    text: number;
    caption?: number;
    text_unit?: 'characters' | 'utf16';
    buttons?: number;
    upload_bytes?: number;
  };
}

export interface Delivery {
  id: string;
  message_id: string;
  conversation_id: string;
  contact: ContactBrief;
  channel: ChannelBrief;
  state: MessageStatus;
  reason: string | null;
  detail: string | null;
  tries: number;
  due_at: string | null;
  text: string;
  created_at: string;
}

export interface DeadLetter {
  id: string;
  channel: ChannelBrief;
  kind: string;
  external_id: string;
  received_at: string;
  tries: number;
  /** Another try ends the same, until the hub itself has changed. */
  unreadable: boolean;
  error: string;
  body: string;
}

export interface QuickReply {
  id: string;
  shortcut: string;
  text: string;
  shared: boolean;
}

export interface ImportReport {
  messages: number;
  added: number;
  already: number;
  people: string[];
  system: number;
  media_omitted: number;
  from: string | null;
  to: string | null;
  /** At most so many as can be read through; `bad_line_count` is all of them. */
  bad_lines: { line: number; text: string; why: string }[];
  bad_line_count: number;
  channel_id: string | null;
  conversation_id: string | null;
}

export interface Import {
  id: string;
  kind: string;
  file_name: string;
  state: 'queued' | 'running' | 'needs_answer' | 'done' | 'failed';
  progress: number;
  question: { field: string; choices: string[]; example?: string } | null;
  report: ImportReport | null;
  error: string | null;
}

export interface Organisation {
  organisation_name: string;
  timezone: string;
  locale: string;
  accent: string | null;
  reopen_after_days: number | null;
}

export interface OneTimeLink {
  kind: 'setup' | 'sign_in' | 'invite' | 'reset';
  email: string;
  name: string;
  needs_password: boolean;
}
