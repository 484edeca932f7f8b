/** Campaigns as the hub's JSON has them; docs/reference/campaigns.md says what each part means. */
import type { Button, Contact } from '../api/types.ts';
import type { Condition } from '../conditions/types.ts';

export type Audience = Condition | { segment: string } | { everybody: true };
export type Zone = 'organisation' | 'contact';
export type Purpose = 'marketing' | 'service';

export interface At {
  at: string;
  zone?: Zone;
}

interface Off {
  days?: number;
  at: string;
}

/** On a date of each person. */
export type Dated =
  { birthday: Off } | { days_after: Off & { event?: string; attribute?: string } };
export type Schedule = 'now' | At | Dated;

export interface Message {
  text?: string;
  format?: 'plain' | 'light';
  buttons?: Button[];
  attachments?: string[];
}

/** Whose words a message has. */
export interface TemplateUse {
  id: string;
  version: number;
}

export interface Definition {
  name?: string;
  audience?: Audience;
  exclude?: Audience;
  channels?: string[];
  message?: Message;
  schedule?: Schedule;
  purpose?: Purpose;
  hold?: { open_conversation?: boolean };
  quiet_hours?: 'organisation' | 'off';
  links?: 'tracked' | 'as_written';
  max_lateness?: string;
  template?: TemplateUse;
}

export type State =
  'draft' | 'scheduled' | 'running' | 'paused' | 'finished' | 'missed' | 'cancelled';

export interface Campaign {
  id: string;
  name: string;
  purpose: Purpose;
  state: State;
  /** Of one on dates of people that is paused what keeps it from going on; else empty. */
  reason: string;
  definition: Definition;
  /** What is in force; 0 before it was launched. */
  version: number;
  is_changed: boolean;
  due_at: string | null;
  size: number;
  created_by: Record<string, string>;
  created_at: string;
  updated_at: string;
  archived_at: string | null;
}

/** Whom a draft means now; `shared` are other campaigns to some of the same people, null where there
 *  was no time to count those. */
export interface Meant {
  count: number;
  excluded: number;
  sample: Contact[];
  shared: { campaign_id: string; name: string; people: number; on_dates: boolean }[] | null;
}

export interface Occurrence {
  id: string;
  key: string;
  version: number;
  due_at: string;
  frozen_at: string | null;
  missed_at: string | null;
  size: number | null;
}

export interface WholeCampaign extends Campaign {
  versions: { number: number; definition: Definition; made_at: string }[];
  /** The newest of its `runs`. */
  occurrences: Occurrence[];
  runs: number;
}

type Counted = Record<string, number>;

/** Each of sent, delivered and read counts those that came further too. */
export interface Report {
  audience: number;
  allowed: number;
  given: number;
  sending: number;
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  unknown: number;
  waiting: number;
  later: number;
  held: number;
  blocked: number;
  missed: number;
  cancelled: number;
  /** People who did so at least once. */
  replied: number;
  clicked: number;
  opted_out: number;
  /** Those of them who did so by the message's link. */
  opted_out_by_link: number;
  blocked_by: Counted;
  later_by: Counted;
  held_by: Counted;
  missed_by: Counted;
  failed_by: Counted;
  by_channel: ChannelCount[];
  /** Without hours in which nothing was sent. */
  by_hour: HourCount[];
}

export interface ChannelCount {
  channel_id: string;
  given: number;
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  replied: number;
}

/** An hour of the organisation's clock: when it begins, and what that clock shows then. */
export interface HourCount {
  at: string;
  local: string;
  sent: number;
}

/** Where a test stands. */
export interface Tested {
  message_id: string;
  conversation_id: string;
  channel_id: string;
}

export interface Recipient {
  contact_id: string;
  name: string;
  state: string;
  reason: string;
  until: string | null;
  occurrence_id: string;
  step: number;
  version: number;
  channel_id: string | null;
  message_id: string | null;
  decided_at: string | null;
}

/** People of one fate for one reason on one channel, before they are written to. */
export interface Slice {
  fate: 'send' | 'later' | 'held' | 'blocked' | 'missed';
  why: string;
  /** For what they wait on when that is over. */
  then: string[];
  channel_id: string | null;
  people: number;
  first: string | null;
  last: string | null;
}

/** How many have their day then. */
export interface ComingDay {
  day: string;
  people: number | null;
  occurrence_id: string | null;
}

export interface Preflight {
  at: string;
  version: number;
  is_frozen: boolean;
  is_stopped: boolean;
  audience: number;
  looked_at: number;
  is_whole: boolean;
  seconds: number;
  slices: Slice[];
  missing: { variable: string; people: number; some: { contact_id: string; name: string }[] }[];
  channels: {
    channel_id: string;
    people: number;
    rate: number;
    seconds: number;
    is_active: boolean;
  }[];
  days: ComingDay[];
}

export interface Fated {
  contact_id: string;
  name: string;
  fate: Slice['fate'];
  why: string;
  channel_id: string | null;
  at: string | null;
  lacks: string;
  then: string[];
}

/** What became of one campaign's message to somebody. */
export interface Received {
  campaign_id: string;
  name: string;
  state: string;
  reason: string;
  at: string | null;
  until: string | null;
  occurrence_id: string;
  step: number;
  conversation_id: string | null;
  message_id: string | null;
}

/** Somebody's first answer of its kind. */
export interface Reply {
  contact_id: string;
  name: string;
  kind: 'reply' | 'stop' | 'button';
  text: string;
  at: string;
  occurrence_id: string;
  conversation_id: string | null;
  message_id: string;
}

export interface LinkCount {
  number: number;
  url: string;
  people: number;
  clicks: number;
  scans: number;
}

export interface Stop {
  stopped: boolean;
  by: string | null;
  at: string | null;
}
