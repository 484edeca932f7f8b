/** What a rule has to do with a person, as the hub tells it. */
export interface Happened {
  id: string;
  kind: string;
  at: string;
  message_id: string | null;
  excerpt: string;
  /** What was told with it, where it is about no message. */
  data: Record<string, unknown>;
}

/** A part of a condition: whether it holds, what it asks, and what there is. */
export interface Part {
  kind: string;
  holds: boolean;
  reading: string;
  found: string;
  events: Happened[];
  /** When time alone will change it. */
  changes_at: string | null;
  parts: Part[];
}

export interface Why {
  rule_id: string;
  name: string;
  version: number;
  says: string;
  now: Part;
  /** That by which the rule gave its tag, or else the last for which it waits. */
  event: Happened | null;
  at_event: Part | null;
}
