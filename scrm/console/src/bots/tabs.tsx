import type { ReactNode } from 'react';
import { Link } from 'wouter';
import room from '../conditions/room.module.css';
import { useT } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';

/** Who answers by itself, and what from: whoever looks at one goes on to the other. */
export function Tabs({ open }: { open: 'bots' | 'articles' }): ReactNode {
  const t = useT();
  const may = { bots: useCan('bots.read'), articles: useCan('articles.read') };
  const tabs = (['bots', 'articles'] as const).filter((tab) => may[tab] || tab === open);
  return (
    <nav className={room.tabs} aria-label={t('nav.bots')}>
      {tabs.map((tab) => (
        <Link key={tab} href={`/${tab}`} aria-current={tab === open ? 'page' : undefined}>
          {t(`nav.${tab}`)}
        </Link>
      ))}
    </nav>
  );
}
