/** Calls about tags. */
import { http } from './client.ts';
import type { Page } from './types.ts';

export interface Tag {
  id: string;
  name: string;
  people: number;
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
  of: (contact: string) => http.get<Page<Worn>>(`/contacts/${contact}/tags`),
  put: (contact: string, name: string) =>
    http.post<Page<Worn>>(`/contacts/${contact}/tags`, { name }),
  take: (contact: string, tag: string) => http.delete(`/contacts/${contact}/tags/${tag}`),
};
