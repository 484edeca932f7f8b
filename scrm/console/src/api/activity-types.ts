/** What happened to a conversation, as its thread tells it. */
export interface Activity {
  kind: string;
  by?: { kind?: string; id?: string | null; name?: string } | null;
  to?: { id?: string; name?: string } | null;
  team?: { id?: string; name?: string } | null;
  left_team?: { id?: string; name?: string } | null;
  until?: string | null;
  reason?: string | null;
  score?: number;
  comment?: string;
}
