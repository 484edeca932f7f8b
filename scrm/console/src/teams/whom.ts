/** For whom a rule or the bot says that a conversation is, as one text: a mail address, or a team. */
export type Whom = string | { team: string } | { user: string };

const TEAM = 'team:';

export function textOf(whom: Whom | undefined): string {
  if (whom === undefined || typeof whom === 'string') return whom ?? '';
  return 'team' in whom ? TEAM + whom.team : whom.user;
}

/** The team's name, null where it is a colleague. */
export function teamIn(text: string): string | null {
  return text.startsWith(TEAM) ? text.slice(TEAM.length) : null;
}

export function whomIn(text: string): { team: string } | { user: string } {
  const team = teamIn(text);
  return team === null ? { user: text } : { team };
}
