import { http } from '../api/client.ts';
import type { Contact, Page } from '../api/types.ts';
import type { Condition } from '../conditions/types.ts';
import type { Preview, Segment } from './types.ts';

export const segments = {
  list: (language: string, cursor?: string) =>
    http.get<Page<Segment>>('/segments', { language, cursor, limit: 100 }),
  get: (id: string, language: string) =>
    http.get<{ segment: Segment; sample: Contact[] }>(`/segments/${id}`, { language }),
  create: (body: { name: string; definition: Condition }, key: string) =>
    http.post<Segment>('/segments', body, key),
  change: (id: string, body: { name?: string; definition?: Condition; archived?: false }) =>
    http.patch<Segment>(`/segments/${id}`, body),
  archive: (id: string) => http.delete(`/segments/${id}`),
  preview: (condition: Condition, language: string) =>
    http.post<Preview>(`/segments/preview?language=${language}`, { condition }),
  members: (id: string, cursor?: string) =>
    http.get<Page<Contact>>(`/segments/${id}/members`, { cursor, limit: 50 }),
};
