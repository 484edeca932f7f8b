/** Every call of the REST interface that the console makes, by resource. */
import { http } from './client.ts';
import type { ContactPoint } from './joining-types.ts';
import type {
  Agent,
  Attachment,
  AttributeValue,
  Channel,
  Contact,
  Content,
  Conversation,
  Counts,
  DeadLetter,
  Delivery,
  ErasePreview,
  Health,
  Identity,
  Import,
  Joining,
  JoinPreview,
  Me,
  Message,
  MessageVersion,
  OneTimeLink,
  Organisation,
  Page,
  Platform,
  Preferences,
  Priority,
  QuickReply,
  Reachability,
  Role,
  SearchHit,
  Session,
  TimelineEntry,
  User,
} from './types.ts';

type Id = string;

export const session = {
  signIn: (email: string, password: string) => http.post<Session>('/session', { email, password }),
  link: (token: string) => http.get<OneTimeLink>('/session/link', { token }),
  redeem: (body: { token: string; name?: string; email?: string; password?: string }) =>
    http.post<Session>('/session/link', body),
  signOut: () => http.delete('/session'),
  me: () => http.get<Me>('/me'),
  update: (body: {
    name?: string;
    locale?: string;
    away?: boolean;
    preferences?: Preferences;
    password?: { old: string; new: string };
  }) => http.patch<Me>('/me', body),
  setPhoto: (picture: Blob) => http.post<User>('/me/photo', picture),
  removePhoto: () => http.delete('/me/photo'),
};

export const users = {
  list: (cursor?: string) => http.get<Page<User>>('/users', { cursor, limit: 200 }),
  invite: (body: { email: string; name?: string; role: Role }, key: string) =>
    http.post<{ user: User; invite_url: string }>('/users', body, key),
  update: (id: Id, body: { role?: Role; disabled?: boolean; name?: string }) =>
    http.patch<User>(`/users/${id}`, body),
  link: (id: Id) => http.post<{ invite_url: string }>(`/users/${id}/invite`),
  agents: () => http.get<Page<Agent> | Agent[]>('/agents').then(itemsOf),
};

export interface ConversationQuery {
  status?: string;
  assignee?: string;
  team?: string;
  channel?: string;
  contact?: string;
  q?: string;
  unread?: boolean;
  cursor?: string;
  limit?: number;
}

export interface NewMessage {
  content: Content;
  private?: boolean;
}

export const conversations = {
  counts: () => http.get<Counts>('/counts'),
  list: (query: ConversationQuery, signal?: AbortSignal) =>
    http.get<Page<Conversation>>('/conversations', { ...query }, signal),
  get: (id: Id) => http.get<Conversation>(`/conversations/${id}`),
  start: (body: { contact_id: Id; channel_id: Id; content: Content }, key: string) =>
    http.post<{ conversation: Conversation; message: Message }>('/conversations', body, key),
  update: (
    id: Id,
    body: {
      status?: 'open' | 'resolved';
      assignee_id?: Id | null;
      team?: Id | null;
      priority?: Priority;
      reason?: string;
    },
  ) => http.patch<Conversation>(`/conversations/${id}`, body),
  snooze: (id: Id, until: string | null) =>
    http.post<Conversation>(`/conversations/${id}/snooze`, { until }),
  turnBot: (id: Id, turn: 'take_over' | 'hand_back') =>
    http.post<Conversation>(`/conversations/${id}/bot`, { do: turn }),
  read: (id: Id) => http.post<unknown>(`/conversations/${id}/read`),
  unread: (id: Id) => http.post<unknown>(`/conversations/${id}/unread`),
  typing: (id: Id) => http.post<unknown>(`/conversations/${id}/typing`),
  presence: (id: Id, leaving = false) =>
    http.post<unknown>(`/conversations/${id}/presence`, { leaving }),
  messages: (id: Id, query: { before?: number; after?: number; limit?: number }) =>
    http.get<Page<Message>>(`/conversations/${id}/messages`, query),
  send: (id: Id, body: NewMessage, key: string) =>
    http.post<Message>(`/conversations/${id}/messages`, body, key),
  message: (messageId: Id) => http.get<Message>(`/messages/${messageId}`),
  versions: (messageId: Id) => http.get<Page<MessageVersion>>(`/messages/${messageId}/versions`),
  search: (q: string, cursor?: string, signal?: AbortSignal) =>
    http.get<Page<SearchHit>>('/search', { q, cursor }, signal),
};

export const files = {
  upload: (file: File, key: string) => {
    const form = new FormData();
    form.append('file', file, file.name);
    return http.post<Attachment>('/files', form, key);
  },
  fetchAgain: (id: Id) => http.post<Attachment>(`/files/${id}/fetch`, {}),
};

export const contacts = {
  list: (
    query: { q?: string; tag?: string; cursor?: string; limit?: number },
    signal?: AbortSignal,
  ) => http.get<Page<Contact>>('/contacts', query, signal),
  get: (id: Id) => http.get<Contact>(`/contacts/${id}`),
  create: (body: { name: string }, key: string) => http.post<Contact>('/contacts', body, key),
  update: (
    id: Id,
    body: Partial<Omit<Contact, 'id' | 'attributes'>> & {
      attributes?: Record<string, AttributeValue>;
    },
  ) => http.patch<Contact>(`/contacts/${id}`, body),
  erasePreview: (id: Id) => http.get<ErasePreview>(`/contacts/${id}/erase-preview`),
  erase: (id: Id, reason: string) => http.delete(`/contacts/${id}`, { reason }),
  identities: (id: Id) => http.get<Page<Identity>>(`/contacts/${id}/identities`),
  points: (id: Id) => http.get<Page<ContactPoint>>(`/contacts/${id}/points`),
  reachability: (id: Id) => http.get<Page<Reachability>>(`/contacts/${id}/reachability`),
  timeline: (id: Id, cursor?: string) =>
    http.get<Page<TimelineEntry>>(`/contacts/${id}/timeline`, { cursor, limit: 30 }),
};

export const joinings = {
  preview: (id: Id, other: Id) =>
    http.get<JoinPreview>(`/contacts/${id}/join-preview`, { with: other }),
  of: (id: Id) => http.get<Page<Joining>>(`/contacts/${id}/joinings`),
  join: (id: Id, body: { other: Id; despite: boolean }, key: string) =>
    http.post<{ joining: Joining }>(`/contacts/${id}/join`, body, key),
  separate: (id: Id, key: string) =>
    http.post<{ joining: Joining }>(`/joinings/${id}/separate`, {}, key),
};

export const channels = {
  platforms: () => http.get<Page<Platform> | Platform[]>('/platforms').then(itemsOf),
  list: () => http.get<Page<Channel>>('/channels'),
  probe: (platform: string, settings: Record<string, unknown>) =>
    http.post<Health>('/channels/probe', { platform, settings }),
  create: (
    body: { platform: string; name: string; settings: Record<string, unknown> },
    key: string,
  ) => http.post<Channel>('/channels', body, key),
  update: (
    id: Id,
    body: Partial<Pick<Channel, 'name' | 'marketing_basis'>> & {
      settings?: Record<string, unknown>;
    },
  ) => http.patch<Channel>(`/channels/${id}`, body),
  act: (id: Id, verb: 'check' | 'pause' | 'resume') =>
    http.post<Channel>(`/channels/${id}/${verb}`),
};

/** Short lists that are never paged may come bare. */
function itemsOf<T>(answer: Page<T> | T[]): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}

export const deliveries = {
  list: (state: string, cursor?: string) =>
    http.get<Page<Delivery>>('/deliveries', { state, cursor }),
  resend: (id: Id, key: string) => http.post<unknown>(`/deliveries/${id}/resend`, {}, key),
  settle: (id: Id, as: 'delivered' | 'failed') =>
    http.post<unknown>(`/deliveries/${id}/settle`, { as }),
};

export const deadLetters = {
  list: (cursor?: string) => http.get<Page<DeadLetter>>('/deadletters', { cursor }),
  replay: (id: Id) => http.post<unknown>(`/deadletters/${id}/replay`),
  replayAll: () => http.post<unknown>('/deadletters/replay'),
  discard: (id: Id, reason: string) => http.post<unknown>(`/deadletters/${id}/discard`, { reason }),
};

export const quickReplies = {
  list: () => http.get<Page<QuickReply>>('/quick-replies'),
  create: (body: Omit<QuickReply, 'id'>, key: string) =>
    http.post<QuickReply>('/quick-replies', body, key),
  update: (id: Id, body: Partial<Omit<QuickReply, 'id'>>) =>
    http.patch<QuickReply>(`/quick-replies/${id}`, body),
  delete: (id: Id) => http.delete(`/quick-replies/${id}`),
};

export const imports = {
  list: () => http.get<Page<Import>>('/imports'),
  get: (id: Id) => http.get<Import>(`/imports/${id}`),
  start: (file: File, fields: Record<string, string>, key: string) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', file, file.name);
    return http.post<Import>('/imports', form, key);
  },
  answer: (id: Id, field: string, value: string) =>
    http.post<Import>(`/imports/${id}/answer`, { [field]: value }),
};

export const organisation = {
  get: () => http.get<Organisation>('/settings'),
  update: (body: Partial<Organisation>) => http.patch<Organisation>('/settings', body),
};
