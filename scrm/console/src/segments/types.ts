import type { Contact } from '../api/types.ts';
import type { Condition } from '../conditions/types.ts';

export interface Segment {
  id: string;
  name: string;
  definition: Condition;
  reading: string;
  /** Null where nobody counted; `trouble` says why it can't be. */
  count: number | null;
  trouble: string;
  created_by: string | null;
  created_at: string;
  updated_at: string;
  archived_at: string | null;
}

export interface Preview {
  reading: string;
  count: number;
  sample: Contact[];
}
