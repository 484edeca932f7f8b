/** What happened to a conversation, as its thread tells it. */
export interface Activity {
  kind: string;
  by?: { kind?: string; id?: string | null; name?: string } | null;
  to?: { id?: string; name?: string } | null;
  team?: { id?: string; name?: string } | null;
  left_team?: { id?: string; name?: string } | null;
  /** The team was put away. */
  archived?: boolean;
  until?: string | null;
  reason?: string | null;
  score?: number;
  comment?: string;
}

/** Why the bot called for a person, and what was said until then. */
export interface HandOver {
  reason: 'asked' | 'not_understood' | 'loop';
  lines: Said[];
}

export interface Said {
  by: 'person' | 'bot' | 'colleague';
  text: string;
  what?: 'location' | 'contact' | 'attachments';
  name?: string;
  responder?: string;
  intent?: string;
}
