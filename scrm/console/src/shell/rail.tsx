import { Tooltip, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconAddressBook,
  IconCommand,
  IconInbox,
  IconKeyboard,
  IconLayoutSidebar,
  IconRobot,
  IconSettings,
  IconSpeakerphone,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { counts } from '../inbox/live.ts';
import { useT } from '../i18n/context.tsx';
import type { MessageKey } from '../i18n/catalogue.ts';
import { useResource } from '../state/resource.ts';
import { createKeptStore, useStore } from '../state/store.ts';
import { organisation } from '../api/calls.ts';
import type { Ability } from '../api/types.ts';
import { me } from '../session/me.ts';
import classes from './frame.module.css';
import icon from './icon.svg';
import { MyMenu } from './my-menu.tsx';

export const PHONE = '(max-width: 760px)';
const wideRail = createKeptStore('scrm.rail', false);

interface Room {
  path: string;
  /** Other paths that belong to it. */
  also?: readonly string[];
  label: MessageKey;
  icon: typeof IconInbox;
  needs?: Ability;
  /** Whoever can do this finds it in another room. */
  unless?: Ability;
}

const ROOMS: readonly Room[] = [
  { path: '/inbox', label: 'nav.inbox', icon: IconInbox },
  { path: '/contacts', label: 'nav.contacts', icon: IconAddressBook },
  {
    path: '/segments',
    also: ['/rules', '/tags'],
    label: 'nav.segments',
    icon: IconUsersGroup,
    needs: 'segments.read',
  },
  {
    path: '/campaigns',
    label: 'nav.campaigns',
    icon: IconSpeakerphone,
    needs: 'campaigns.read',
  },
  { path: '/bots', also: ['/articles'], label: 'nav.bots', icon: IconRobot, needs: 'bots.read' },
  {
    path: '/articles',
    label: 'nav.articles',
    icon: IconRobot,
    needs: 'articles.read',
    unless: 'bots.read',
  },
  { path: '/settings', label: 'nav.settings', icon: IconSettings },
];

function isOpenTo({ needs, unless }: Room, can: readonly Ability[]): boolean {
  return (!needs || can.includes(needs)) && !(unless && can.includes(unless));
}

function isIn(room: Room, location: string): boolean {
  return [room.path, ...(room.also ?? [])].some((path) => location.startsWith(path));
}

function Hint(props: { label: string; off: boolean; children: ReactNode }): ReactNode {
  return (
    <Tooltip label={props.label} position="right" disabled={props.off}>
      {props.children}
    </Tooltip>
  );
}

export function Rail(props: { onPalette: () => void; onKeys: () => void }): ReactNode {
  const t = useT();
  const wide = useStore(wideRail);
  const isPhone = useMediaQuery(PHONE) ?? false;
  const [location] = useLocation();
  const can = useStore(me, (current) => current?.can);
  const unread = useStore(counts, (figures) => figures?.unread ?? 0);
  const settings = useResource('settings', organisation.get);
  const labelled = wide || isPhone;
  const tools = [
    { label: t('palette.title'), icon: IconCommand, run: props.onPalette },
    { label: t('keys.title'), icon: IconKeyboard, run: props.onKeys },
    {
      label: t(wide ? 'rail.narrow' : 'rail.wide'),
      icon: IconLayoutSidebar,
      run: () => {
        wideRail.set(!wide);
      },
    },
  ];
  return (
    <nav className={classes.rail} data-wide={wide} aria-label={t('nav.title')}>
      <div className={classes.brand}>
        <img src={icon} width={26} height={26} alt="" />
        {wide && (
          <span dir="auto" translate="no">
            {settings.data?.organisation_name}
          </span>
        )}
      </div>
      {ROOMS.filter((room) => isOpenTo(room, can ?? [])).map((room) => (
        <Hint key={room.path} label={t(room.label)} off={labelled}>
          <Link
            href={room.path}
            className={classes.item}
            aria-current={isIn(room, location) ? 'page' : undefined}
          >
            <room.icon size={20} stroke={1.7} />
            {labelled ? (
              <span>{t(room.label)}</span>
            ) : (
              <VisuallyHidden>{t(room.label)}</VisuallyHidden>
            )}
            {room.path === '/inbox' && unread > 0 && <UnreadBadge count={unread} />}
          </Link>
        </Hint>
      ))}
      <div className={classes.space} />
      {!isPhone &&
        tools.map((tool) => (
          <Hint key={tool.label} label={tool.label} off={labelled}>
            <button
              type="button"
              className={classes.item}
              onClick={tool.run}
              aria-label={tool.label}
            >
              <tool.icon size={20} stroke={1.7} />
              {wide && <span>{tool.label}</span>}
            </button>
          </Hint>
        ))}
      <MyMenu labelled={labelled} />
    </nav>
  );
}

function UnreadBadge(props: { count: number }): ReactNode {
  return (
    <b className={classes.badge} translate="no">
      {props.count > 99 ? '99+' : props.count}
    </b>
  );
}
