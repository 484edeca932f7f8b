import { http } from '../api/client.ts';
import type { Page } from '../api/types.ts';
import type {
  Bot,
  Checked,
  Count,
  Definition,
  Lesson,
  Missed,
  Taught,
  Trial,
  Wish,
} from './types.ts';

function said(path: string, language: string): string {
  return `/bots${path}?language=${language}`;
}

export const bots = {
  get: (language: string) => http.get<Bot>(said('', language)),
  write: (definition: Definition, language: string) =>
    http.patch<Bot>(said('', language), { definition }),
  check: (definition: Definition, language: string) =>
    http.post<Checked>(said('/check', language), { definition }),
  publish: (language: string) => http.post<Bot>(said('/publish', language)),
  rollBack: (version: number, language: string) =>
    http.post<Bot>(said('/roll-back', language), { version }),
  pause: (reason: string, language: string) => http.post<Bot>(said('/pause', language), { reason }),
  resume: (language: string) => http.post<Bot>(said('/resume', language)),
  tryOut: (wish: Wish, language: string) => http.post<Trial>(said('/try', language), wish),
  counters: (days: number) => http.get<Page<Count>>('/bots/counters', { days }),
  missed: (days: number, cursor?: string) =>
    http.get<Page<Missed>>('/bots/not-understood', { days, cursor, limit: 50 }),
  /** The sentence stays in the list, so that it can be taken back. */
  teach: (id: string, lesson: Lesson) =>
    http.post<Taught>(`/bots/not-understood/${id}/teach`, { ...lesson, keep: true }),
  unteach: (id: string, lesson: Lesson) =>
    http.post<Taught>(`/bots/not-understood/${id}/unteach`, lesson),
  /** Arrives though the page closes meanwhile. */
  dismiss: (id: string) => http.delete(`/bots/not-understood/${id}`, undefined, true),
};
