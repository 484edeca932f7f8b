import { http } from '../api/client.ts';
import type { Page } from '../api/types.ts';
import type { Checked, Definition, Found, Rule, Trial, WholeRule } from './types.ts';

function said(path: string, language: string): string {
  return `${path}?language=${language}`;
}

export const rules = {
  list: (language: string) => http.get<Page<Rule>>('/rules', { language }),
  get: (id: string, language: string) => http.get<WholeRule>(`/rules/${id}`, { language }),
  create: (definition: Definition, key: string) => http.post<Rule>('/rules', { definition }, key),
  change: (id: string, body: { definition?: Definition; archived?: false }) =>
    http.patch<Rule>(`/rules/${id}`, body),
  archive: (id: string) => http.delete(`/rules/${id}`),
  check: (definition: Definition, language: string) =>
    http.post<Checked>(said('/rules/check', language), { definition }),
  publish: (id: string) => http.post<Rule>(`/rules/${id}/publish`),
  rollBack: (id: string, version: number) => http.post<Rule>(`/rules/${id}/roll-back`, { version }),
  pause: (id: string, reason: string) => http.post<Rule>(`/rules/${id}/pause`, { reason }),
  resume: (id: string) => http.post<Rule>(`/rules/${id}/resume`),
  /** Of one that is not kept yet, `id` is null. */
  tryOut: (
    id: string | null,
    body: { since: string; definition: Definition },
    part: { found?: Found; cursor?: string; language?: string } = {},
  ) => {
    const query = new URLSearchParams({ limit: '50', ...part });
    return http.post<Trial>(`/rules/${id === null ? '' : `${id}/`}dry-run?${query}`, body);
  },
};
