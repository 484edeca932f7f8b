import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useCan } from '../session/me.ts';
import room from './room.module.css';
import { useWords } from './words.ts';

const TABS = ['segments', 'rules', 'tags'] as const;

/** Three views of one thing, what people are known by: whoever looks at one goes on to the next. */
export function Tabs({ open }: { open: (typeof TABS)[number] }): ReactNode {
  const w = useWords();
  const may = useCan('segments.read');
  return (
    <nav className={room.tabs} aria-label={w('tabs')}>
      {TABS.filter((tab) => may || tab === open).map((tab) => (
        <Link key={tab} href={`/${tab}`} aria-current={tab === open ? 'page' : undefined}>
          {w(`tab.${tab}`)}
        </Link>
      ))}
    </nav>
  );
}
