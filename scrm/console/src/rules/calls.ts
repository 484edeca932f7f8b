import { http } from '../api/client.ts';
import type { Page } from '../api/types.ts';
import type { Condition } from '../conditions/types.ts';
import { segments } from '../segments/calls.ts';
import type { Checked, Definition, Found, Rule, Trial, WholeRule } from './types.ts';

/** From now on, or also for whom it holds of already. */
export type From = 'now' | 'past';

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
  publish: (id: string, from: From) => http.post<Rule>(`/rules/${id}/publish`, { from }),
  /** Some hundred people at a call. */
  takeBack: (id: string) => http.post<{ taken: number; left: number }>(`/rules/${id}/take-back`),
  /** Of how many it holds now: whom it would be applied to. Null where that can't be counted. */
  fits: async (condition: Condition, language: string) =>
    (await segments.preview(condition, language)).count,
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
