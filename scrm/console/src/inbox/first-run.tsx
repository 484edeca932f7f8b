import { Button } from '@mantine/core';
import { IconMessageBolt, IconPlugConnected, IconUsersPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useT } from '../i18n/context.tsx';
import { changePreferences, useCan, usePreferences } from '../session/me.ts';
import { useStore } from '../state/store.ts';
import classes from './first-run.module.css';
import { counts, hasNothing } from './live.ts';

/** Shown to who sets things up, until it is put away once. */
export function useFirstRun(): boolean {
  const maySetUp = useCan('channels.manage');
  return usePreferences().firstRunDone !== true && maySetUp;
}

/** Three steps, in any order, and never in the way again. */
export function FirstRun(): ReactNode {
  const t = useT();
  const done = (): void => {
    void changePreferences({ firstRunDone: true });
  };
  const isNew = useStore(counts, hasNothing);
  const answer = {
    icon: IconMessageBolt,
    key: 'demo',
    text: isNew ? 'first.demo.later' : 'first.demo.text',
    href: '/inbox?assignee=none',
  } as const;
  const others = [
    {
      icon: IconPlugConnected,
      key: 'channel',
      text: 'first.channel.text',
      href: '/settings/channels?add=true',
    },
    {
      icon: IconUsersPlus,
      key: 'people',
      text: 'first.people.text',
      href: '/settings/people?add=true',
    },
  ] as const;
  // Nobody can be answered before somebody can write.
  const steps = isNew ? [...others, answer] : [answer, ...others];
  return (
    <div className={classes.first}>
      <h2>{t('first.title')}</h2>
      <ol>
        {steps.map((step, index) => (
          <li key={step.key}>
            <Link href={step.href}>
              <step.icon size={22} stroke={1.6} aria-hidden />
              <span>
                <b>{t(`first.${step.key}`, { number: index + 1 })}</b>
                <small>{t(step.text)}</small>
              </span>
            </Link>
          </li>
        ))}
      </ol>
      <Button variant="subtle" color="gray" onClick={done}>
        {t('first.skip')}
      </Button>
    </div>
  );
}
