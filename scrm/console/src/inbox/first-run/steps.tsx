import { Button } from '@mantine/core';
import { IconMessageBolt, IconPlugConnected, IconUsersPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { changePreferences } from '../../session/me.ts';
import { useStore } from '../../state/store.ts';
import { counts, hasNothing } from '../live.ts';
import classes from './steps.module.css';
import { useWords } from './words.ts';

/** Three steps, in any order, and never in the way again. */
export default function Steps(): ReactNode {
  const w = useWords();
  const done = (): void => {
    void changePreferences({ firstRunDone: true });
  };
  const isNew = useStore(counts, hasNothing);
  const answer = {
    icon: IconMessageBolt,
    key: 'demo',
    text: isNew ? 'demo.later' : 'demo.text',
    href: '/inbox?assignee=none',
  } as const;
  const others = [
    {
      icon: IconPlugConnected,
      key: 'channel',
      text: 'channel.text',
      href: '/settings/channels?add=true',
    },
    {
      icon: IconUsersPlus,
      key: 'people',
      text: 'people.text',
      href: '/settings/people?add=true',
    },
  ] as const;
  // Nobody can be answered before somebody can write.
  const steps = isNew ? [...others, answer] : [answer, ...others];
  return (
    <div className={classes.first}>
      <h2>{w('title')}</h2>
      <ol>
        {steps.map((step, index) => (
          <li key={step.key}>
            <Link href={step.href}>
              <step.icon size={22} stroke={1.6} aria-hidden />
              <span>
                <b>{w(step.key, { number: index + 1 })}</b>
                <small>{w(step.text)}</small>
              </span>
            </Link>
          </li>
        ))}
      </ol>
      <Button variant="subtle" color="gray" onClick={done}>
        {w('skip')}
      </Button>
    </div>
  );
}
