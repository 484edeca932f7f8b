import type { ReactNode } from 'react';
import { useWords } from './words.ts';

/** Beside the author of what was sent to try a campaign out. */
export default function TestMark(): ReactNode {
  return <b>{useWords()('test.mark')}</b>;
}
