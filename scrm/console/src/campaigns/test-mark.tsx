import type { ReactNode } from 'react';
import { useWords } from './words.ts';

/** Beside the author of what was sent to try a campaign out, or by the hub itself to whoever wrote a
 *  stop word. */
export default function TestMark({ of }: { of: string }): ReactNode {
  return <b>{useWords()(of === 'system' ? 'confirm.mark' : 'test.mark')}</b>;
}
