/** Calls about where else a person can be answered, and about a website's visitors. */
import { http, newKey } from './client.ts';
import type { ChannelBrief, Conversation, Page, Reachability, TimelineEntry } from './types.ts';

/** An address of the person; `conversation_id` is null where nobody has written there yet. */
export interface Way extends Reachability {
  channel: ChannelBrief;
  display: string;
  conversation_id: string | null;
  current: boolean;
}

/** A browser of a visitor. What it says of itself is not proven, unless `subject` is there. */
export interface Visitor {
  id: string;
  name: string;
  subject: string;
  locale: string;
  page_url: string;
  page_title: string;
  referrer: string;
  campaign: Record<string, string>;
  visits: number;
  first_seen: string;
  last_seen: string;
  blocked: boolean;
  here: boolean;
}

export const ways = {
  of: (conversation: string) => http.get<Page<Way>>(`/conversations/${conversation}/ways`),
  /** A conversation to write in, without a word. */
  open: (contact_id: string, channel_id: string) =>
    http.post<{ conversation: Conversation }>(
      '/conversations',
      { contact_id, channel_id, only_open: true },
      newKey(),
    ),
};

export const visitors = {
  of: (conversation: string) => http.get<Page<Visitor>>(`/conversations/${conversation}/visitors`),
  block: (conversation: string, blocked: boolean) =>
    http.post<Page<Visitor>>(`/conversations/${conversation}/visitors/block`, { blocked }),
  pages: (contact: string) =>
    http.get<Page<TimelineEntry>>(`/contacts/${contact}/timeline`, {
      kind: 'page.viewed',
      limit: 8,
    }),
};
