/** Calls about tags. */
import { http } from './client.ts';
import type { Page } from './types.ts';

/** A rule that gives, takes or asks for a tag, or a segment or the bot that asks for it. */
export interface Use {
  kind: 'rule' | 'segment' | 'bot' | 'campaign';
  id: string;
  name: string;
  state: string;
  how: 'puts' | 'takes' | 'asks';
}

export interface Tag {
  id: string;
  name: string;
  group: string;
  people: number;
  /** When somebody was last given it who has it still. */
  last_put: string | null;
  uses: Use[];
  archived_at: string | null;
  /** The tag that some have instead by now, where a merging was broken off. */
  merging_into: string | null;
}

/** A tag that somebody has. `rule` is the name of the rule that gave it, empty where a colleague did. */
export interface Worn {
  id: string;
  name: string;
  rule: string;
  evidence: { event_id?: string; message_id?: string };
  since: string;
  until: string | null;
}

export const tags = {
  all: () => http.get<Page<Tag>>('/tags'),
  archived: () => http.get<Page<Tag>>('/tags', { archived: true }),
  create: (name: string, group: string) => http.post<unknown>('/tags', { name, group }),
  change: (id: string, body: { name?: string; group?: string; archived?: false }) =>
    http.patch<unknown>(`/tags/${id}`, body),
  archive: (id: string) => http.delete(`/tags/${id}`),
  of: (contact: string) => http.get<Page<Worn>>(`/contacts/${contact}/tags`),
  put: (contact: string, name: string) =>
    http.post<Page<Worn>>(`/contacts/${contact}/tags`, { name }),
  take: (contact: string, tag: string) => http.delete(`/contacts/${contact}/tags/${tag}`),
};
