import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { LOCALE_NAMES, LOCALES } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/context.tsx';
import icon from '../shell/icon.svg';
import classes from './door.module.css';

/** The page before the console: sign-in and one-time links. */
export function Door(props: { title: string; children: ReactNode }): ReactNode {
  const { t, locale, choose } = useLanguage();
  return (
    <main className={classes.door}>
      <section className={classes.panel}>
        <img src={icon} width={40} height={40} alt="" />
        <h1>{props.title}</h1>
        {props.children}
      </section>
      <SegmentedControl
        size="xs"
        aria-label={t('language')}
        value={locale}
        onChange={(value) => void choose(value)}
        data={LOCALES.map((value) => ({
          value,
          label: <span translate="no">{LOCALE_NAMES[value]}</span>,
        }))}
      />
    </main>
  );
}
