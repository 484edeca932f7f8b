import { http } from '../../api/client.ts';
import type { Page } from '../../api/types.ts';
import type { Message } from '../types.ts';
import type { Previewed, Template, WholeTemplate } from './types.ts';

export interface Written {
  name: string;
  message: Message | null;
}

export const templates = {
  list: (which: { archived?: boolean; published?: boolean }, cursor?: string) =>
    http.get<Page<Template>>('/templates', { ...which, cursor, limit: 50 }),
  get: (id: string) => http.get<WholeTemplate>(`/templates/${id}`),
  create: (written: Written, key: string) => http.post<Template>('/templates', written, key),
  change: (id: string, written: Written & { edition: number }) =>
    http.patch<Template>(`/templates/${id}`, written),
  bringBack: (id: string) => http.patch<Template>(`/templates/${id}`, { archived: false }),
  archive: (id: string) => http.delete(`/templates/${id}`),
  publish: (id: string) => http.post<Template>(`/templates/${id}/publish`),
  rollBack: (id: string, version: number) =>
    http.post<Template>(`/templates/${id}/roll-back`, { version }),
  preview: (id: string, contact: string | undefined) =>
    http.post<Previewed>(`/templates/${id}/preview`, { contact_id: contact }),
};
