import type { ConversationQuery } from '../api/calls.ts';
import type { Conversation } from '../api/types.ts';

export type StatusTab = 'open' | 'snoozed' | 'resolved' | 'all';
export type AssigneeTab = 'me' | 'none' | 'all';

/** Which conversations the list shows; lives in the address so that it can be shared. */
export interface Filter {
  status: StatusTab;
  assignee: AssigneeTab;
  /** The id of a team. */
  team: string | null;
  channel: string | null;
  unread: boolean;
}

export const DEFAULT_FILTER: Filter = {
  status: 'open',
  assignee: 'all',
  team: null,
  channel: null,
  unread: false,
};

export function filterKey(filter: Filter): string {
  const { status, assignee, team, channel, unread } = filter;
  return [status, assignee, team ?? '', channel ?? '', unread ? 'unread' : ''].join('|');
}

export function filterQuery(filter: Filter): ConversationQuery {
  return {
    status: filter.status,
    assignee: filter.assignee === 'all' ? undefined : filter.assignee,
    team: filter.team ?? undefined,
    channel: filter.channel ?? undefined,
    unread: filter.unread ? true : undefined,
  };
}

export function parseFilter(search: string): Filter {
  const query = new URLSearchParams(search);
  const status = query.get('status');
  const assignee = query.get('assignee');
  return {
    status: status === 'snoozed' || status === 'resolved' || status === 'all' ? status : 'open',
    assignee: assignee === 'me' || assignee === 'none' ? assignee : 'all',
    team: query.get('team'),
    channel: query.get('channel'),
    unread: query.get('unread') === 'true',
  };
}

/** The address part for a filter; what is default is left out. */
export function filterSearch(filter: Filter): string {
  const query = new URLSearchParams();
  if (filter.status !== 'open') query.set('status', filter.status);
  if (filter.assignee !== 'all') query.set('assignee', filter.assignee);
  if (filter.team) query.set('team', filter.team);
  if (filter.channel) query.set('channel', filter.channel);
  if (filter.unread) query.set('unread', 'true');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The same question that the hub answers, so that a live change moves a row at once. */
export function matches(filter: Filter, conversation: Conversation, me: string): boolean {
  if (filter.status !== 'all' && conversation.status !== filter.status) return false;
  if (filter.assignee === 'me' && conversation.assignee_id !== me) return false;
  if (filter.assignee === 'none' && conversation.assignee_id !== null) return false;
  if (filter.team !== null && conversation.team?.id !== filter.team) return false;
  if (filter.channel !== null && conversation.channel_id !== filter.channel) return false;
  return !filter.unread || conversation.unread > 0;
}
