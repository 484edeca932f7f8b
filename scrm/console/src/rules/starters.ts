/** Rules that many write, to begin with. */
import type { Definition } from './types.ts';

export type Starter = 'refund' | 'impatient' | 'unhappy' | 'asleep';

export const STARTERS: Record<Starter, Omit<Definition, 'name'>> = {
  refund: {
    when: 'message.received',
    if: { all: [{ text: { contains_any: ['refund', 'money back', '退款', '退货'] } }] },
    then: [{ tag: 'refund', until: '30d' }],
  },
  impatient: {
    when: 'message.received',
    if: { all: [{ count: { event: 'message.received', at_least: 3, within: '1h' } }] },
    then: [{ tag: 'waiting', until: '1d' }],
  },
  unhappy: {
    when: 'conversation.rated',
    if: {
      all: [
        {
          count: {
            event: 'conversation.rated',
            at_least: 1,
            within: '1d',
            where: { all: [{ data: { name: 'score', op: 'lte', value: 2 } }] },
          },
        },
      ],
    },
    then: [{ tag: 'unhappy', until: '90d' }],
  },
  asleep: {
    when: 'time',
    if: { all: [{ last: { event: 'message.received', before: '30d' } }] },
    then: [{ tag: 'asleep', while: true }],
  },
};

export function isStarter(name: string): name is Starter {
  return name in STARTERS;
}
