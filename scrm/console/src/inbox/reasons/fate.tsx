import type { ReactNode } from 'react';
import type { MessageStatus } from '../../api/types.ts';
import { useReason, useWords } from './words.ts';

/** How far a message came, and why no further. */
export default function Fate(props: {
  status: Exclude<MessageStatus, 'sent' | 'delivered' | 'read'>;
  reason: string;
}): ReactNode {
  const w = useWords();
  const reasonOf = useReason();
  return w(`fate.${props.status}`, { reason: reasonOf(props.reason) });
}
