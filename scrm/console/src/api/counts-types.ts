export interface TeamBrief {
  id: string;
  name: string;
}

/** The figures beside the tabs. */
export interface Counts {
  mine: number;
  unassigned: number;
  all: number;
  snoozed: number;
  resolved: number;
  unread: number;
  waiting: number;
  deadletters: number;
  unknown: number;
  /** Those that the reader is in. */
  teams: (TeamBrief & { open: number })[];
}
