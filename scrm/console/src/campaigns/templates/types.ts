/** Templates as the hub's JSON has them; docs/reference/templates.md says what each part means. */
import type { Message } from '../types.ts';

export interface Template {
  id: string;
  name: string;
  message: Message;
  /** What campaigns can take; null before it was published. */
  published: Message | null;
  version: number;
  is_changed: boolean;
  edition: number;
  updated_at: string;
  archived_at: string | null;
}

export interface Version {
  number: number;
  message: Message;
  made_at: string;
  made_by: Record<string, string>;
}

export interface WholeTemplate extends Template {
  versions: Version[];
  used: number;
  uses: { campaign_id: string; name: string; version: number }[];
}

/** What one channel makes of it. */
export interface OnChannel {
  channel_id: string;
  name: string;
  platform: string;
  length: number;
  limit: number;
  unit: string;
  parts: number;
  refused: string;
}

export interface Previewed {
  text: string | null;
  lacks: string;
  channels: OnChannel[];
}
