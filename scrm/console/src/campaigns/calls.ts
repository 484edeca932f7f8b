import { http } from '../api/client.ts';
import type { Attachment, Page } from '../api/types.ts';
import type {
  Audience,
  Campaign,
  Definition,
  Fated,
  LinkCount,
  Meant,
  Occurrence,
  Preflight,
  Received,
  Recipient,
  Reply,
  Report,
  Stop,
  Tested,
  WholeCampaign,
} from './types.ts';

/** A change takes out what is null. */
export type Change = { [K in keyof Definition]: Definition[K] | null };
/** A slice of a pre-flight. */
export type Wanted = {
  fate?: string;
  why?: string;
  channel?: string;
  lacks?: string;
  then?: string;
};
/** Of a frozen audience; `reached` is a step of the report's funnel. */
export interface Whom {
  state?: string | undefined;
  reason?: string | undefined;
  reached?: string | undefined;
}
export type Verb = 'launch' | 'publish' | 'pause' | 'resume' | 'cancel';

export const campaigns = {
  list: (archived: boolean, cursor?: string) =>
    http.get<Page<Campaign>>('/campaigns', { archived, cursor, limit: 50 }),
  get: (id: string) => http.get<WholeCampaign>(`/campaigns/${id}`),
  runs: (id: string, cursor?: string) =>
    http.get<Page<Occurrence>>(`/campaigns/${id}/occurrences`, { cursor, limit: 8 }),
  create: (definition: Definition, key: string) =>
    http.post<Campaign>('/campaigns', definition, key),
  change: (id: string, change: Change | { archived: false }) =>
    http.patch<Campaign>(`/campaigns/${id}`, change),
  meant: (audience: Audience, exclude: Audience | undefined, own: string | undefined) =>
    http.post<Meant>('/campaigns/audience', { audience, exclude, campaign_id: own }),
  archive: (id: string) => http.delete(`/campaigns/${id}`),
  duplicate: (id: string, key: string) =>
    http.post<Campaign>(`/campaigns/${id}/duplicate`, {}, key),
  act: (id: string, verb: Verb) => http.post<Campaign>(`/campaigns/${id}/${verb}`),
  resend: (id: string, resend: 'failed' | 'unread') =>
    http.post<Campaign>(`/campaigns/${id}/resend`, { resend }),
  test: (id: string, contact: string, key: string) =>
    http.post<Tested>(`/campaigns/${id}/test`, { contact_id: contact }, key),
  report: (id: string, occurrence?: string) =>
    http.get<Report>(`/campaigns/${id}/report`, { occurrence }),
  recipients: (id: string, wanted: Whom, cursor?: string) =>
    http.get<Page<Recipient>>(`/campaigns/${id}/recipients`, { ...wanted, cursor, limit: 50 }),
  replies: (id: string, cursor?: string) =>
    http.get<Page<Reply>>(`/campaigns/${id}/replies`, { cursor, limit: 20 }),
  links: (id: string) => http.get<Page<LinkCount>>(`/campaigns/${id}/links`),
  preflight: (id: string) => http.post<Preflight>(`/campaigns/${id}/preflight`),
  fated: (id: string, wanted: Wanted, cursor?: string) =>
    http.get<Page<Fated>>(`/campaigns/${id}/preflight`, { ...wanted, cursor, limit: 50 }),
  received: (contact: string, cursor?: string) =>
    http.get<Page<Received>>(`/contacts/${contact}/campaigns`, { cursor, limit: 10 }),
  stopped: () => http.get<Stop>('/campaigns/stop'),
  stop: () => http.post<Stop>('/campaigns/stop'),
  go: () => http.post<Stop>('/campaigns/go'),
  file: (id: string) => http.get<Attachment>(`/files/${id}`),
};

/** Of the people as a file; the browser takes it down by itself. */
export function addressOf(id: string, wanted: { state?: string; reason?: string }): string {
  const query = new URLSearchParams(JSON.parse(JSON.stringify(wanted)) as Record<string, string>);
  const asked = query.toString();
  return `/api/v1/campaigns/${id}/recipients.csv${asked === '' ? '' : `?${asked}`}`;
}
