import { Button } from '@mantine/core';
import { IconMessageBolt, IconPlugConnected, IconUsersPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useT } from '../i18n/context.tsx';
import { changePreferences, useCan, usePreferences } from '../session/me.ts';
import classes from './first-run.module.css';

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
  const steps = [
    { icon: IconMessageBolt, key: 'demo', href: '/inbox?assignee=none' },
    { icon: IconPlugConnected, key: 'channel', href: '/settings/channels?add=true' },
    { icon: IconUsersPlus, key: 'people', href: '/settings/people?add=true' },
  ] as const;
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
                <small>{t(`first.${step.key}.text`)}</small>
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
