import type { ReactNode } from 'react';
import { Link } from 'wouter';
import room from '../conditions/room.module.css';
import { useWords } from './words.ts';

const TABS = [
  ['campaigns', '/campaigns'],
  ['templates', '/campaigns/templates'],
] as const;

/** What goes out, and the words that are kept for it. */
export function Tabs({ open }: { open: 'campaigns' | 'templates' }): ReactNode {
  const w = useWords();
  return (
    <nav className={room.tabs} aria-label={w('title')}>
      {TABS.map(([tab, path]) => (
        <Link key={tab} href={path} aria-current={tab === open ? 'page' : undefined}>
          {w(`tab.${tab}`)}
        </Link>
      ))}
    </nav>
  );
}
