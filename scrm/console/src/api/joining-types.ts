/** The shapes of joining and separating people. */
import type { Contact, Conversation, Identity } from './types.ts';

export type EvidenceKind = 'by_hand' | 'signed_link' | 'own_phone' | 'common_id';

/** Why two are taken for one; where a message proves it, where it is read. */
export interface Evidence {
  kind: EvidenceKind;
  message_id?: string;
  conversation_id?: string;
  seq?: number;
}

export interface PersonBrief {
  id: string;
  name: string;
}

export interface Joining {
  id: string;
  survivor: PersonBrief;
  other: PersonBrief;
  identity_ids: string[];
  evidence: Evidence;
  by: { kind: string; id: string | null; name: string };
  joined_at: string;
  undone_at: string | null;
}

export interface ContactPoint {
  kind: string;
  value: string;
  verified: boolean;
}

export interface JoinSide {
  contact: Contact;
  identities: Identity[];
  points: ContactPoint[];
  conversations: Conversation[];
  ended: string[];
}

export type JoinWarningCode = 'points_differ' | 'archive' | 'same_channel' | 'ended';

export interface JoinPreview {
  survivor: JoinSide;
  other: JoinSide;
  taken: Partial<Omit<Contact, 'id'>>;
  differ: string[];
  warnings: { code: JoinWarningCode; kinds: string[] }[];
  needs_despite: boolean;
}
