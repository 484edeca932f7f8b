import type { Conversation, Counts } from '../src/api/types.ts';
import * as cast from './cast.ts';

/** The figures beside the tabs. Development only. */
export function counts(): Counts {
  const of = (test: (conversation: Conversation) => boolean): number =>
    cast.conversations.filter(test).length;
  const open = (conversation: Conversation): boolean => conversation.status === 'open';
  return {
    mine: of((one) => open(one) && one.assignee_id === cast.ME),
    unassigned: of((one) => open(one) && one.assignee_id === null),
    all: of(open),
    snoozed: of((one) => one.status === 'snoozed'),
    resolved: of((one) => one.status === 'resolved'),
    unread: of((one) => one.unread > 0),
    waiting: of((one) => one.waiting_since !== null),
    deadletters: cast.deadLetters.length,
    unknown: cast.deliveries.filter((one) => one.state === 'unknown').length,
    teams: [{ id: '71', name: 'Refunds', open: 2 }],
  };
}
