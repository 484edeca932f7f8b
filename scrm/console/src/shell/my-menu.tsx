import { Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconApi,
  IconDeviceDesktop,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
  IconZzz,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { session } from '../api/calls.ts';
import { asProblem } from '../api/problem.ts';
import { LOCALE_NAMES, LOCALES } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/context.tsx';
import { me, useMe } from '../session/me.ts';
import { forgetEverything } from '../state/resource.ts';
import { Avatar } from './avatar.tsx';
import classes from './frame.module.css';
import { showToast } from './toasts.ts';

async function signOut(): Promise<void> {
  try {
    await session.signOut();
  } catch (cause) {
    if (asProblem(cause).status !== 401) {
      showToast({ text: 'problem.offline', tone: 'bad' });
      return;
    }
  }
  forgetEverything();
  me.set(null);
}

async function setAway(away: boolean): Promise<void> {
  const current = me.get();
  if (!current) return;
  me.set({ ...current, user: { ...current.user, away } });
  try {
    await session.update({ away });
  } catch {
    me.set(current);
    showToast({ text: 'problem.offline', tone: 'bad' });
  }
}

/** My own things: language, colours, away, sign out. */
export function MyMenu(props: { labelled: boolean }): ReactNode {
  const { t, locale, choose } = useLanguage();
  const { user } = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [, navigate] = useLocation();
  const schemes = [
    { value: 'light', icon: IconSun, label: t('scheme.light') },
    { value: 'dark', icon: IconMoon, label: t('scheme.dark') },
    { value: 'auto', icon: IconDeviceDesktop, label: t('scheme.auto') },
  ] as const;
  return (
    <Menu position="right-end" width={230}>
      <Menu.Target>
        <button
          type="button"
          className={classes.item}
          aria-label={props.labelled ? undefined : t('me.menu')}
        >
          <Avatar name={user.name} photo={user.photo} size={22} />
          {props.labelled && <span>{t('me.short')}</span>}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label translate="no">{user.name}</Menu.Label>
        <Menu.Item
          leftSection={<IconUser size={16} />}
          onClick={() => {
            navigate('/settings/profile');
          }}
        >
          {t('settings.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconZzz size={16} />} onClick={() => void setAway(!user.away)}>
          {t(user.away ? 'me.back' : 'me.away')}
        </Menu.Item>
        <Menu.Divider />
        {schemes.map((scheme) => (
          <Menu.Item
            key={scheme.value}
            leftSection={<scheme.icon size={16} />}
            aria-current={colorScheme === scheme.value}
            fw={colorScheme === scheme.value ? 600 : undefined}
            onClick={() => {
              setColorScheme(scheme.value);
            }}
          >
            {scheme.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {LOCALES.map((choice) => (
          <Menu.Item
            key={choice}
            lang={choice}
            translate="no"
            leftSection={<IconLanguage size={16} />}
            fw={locale === choice ? 600 : undefined}
            onClick={() => {
              void choose(choice);
              void session.update({ locale: choice });
            }}
          >
            {LOCALE_NAMES[choice]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          component="a"
          href="/api/docs"
          target="_blank"
          leftSection={<IconApi size={16} />}
        >
          {t('me.api')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('signout')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
