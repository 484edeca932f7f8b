import { useMediaQuery } from '@mantine/hooks';
import {
  IconAlertTriangle,
  IconArrowLeft,
  IconBuilding,
  IconClock,
  IconFileImport,
  IconMessageCircle,
  IconSpeakerphone,
  IconPlugConnected,
  IconSlash,
  IconUser,
  IconUsers,
  IconSitemap,
} from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { Link, Redirect } from 'wouter';
import type { Ability } from '../api/types.ts';
import type { MessageKey } from '../i18n/catalogue.ts';
import { useT } from '../i18n/context.tsx';
import { counts } from '../inbox/live.ts';
import { useMe } from '../session/me.ts';
import { NotFound } from '../shell/not-found.tsx';
import { PHONE } from '../shell/rail.tsx';
import { Empty, Loading } from '../shell/states.tsx';
import { useStore } from '../state/store.ts';
import classes from './settings.module.css';
import { useWords, type Word } from './words.ts';

interface Section {
  name: string;
  /** Of a page that the first load does not name, the words stand with these pages. */
  label: MessageKey | { word: Word };
  icon: typeof IconUser;
  needs: Ability | null;
  page: () => ReactNode;
}

const Channels = lazy(() => import('./channels.tsx'));
const People = lazy(() => import('./people.tsx'));
const Teams = lazy(() => import('../teams/page.tsx'));
const Deliveries = lazy(() => import('./deliveries.tsx'));
const Imports = lazy(() => import('./imports.tsx'));
const QuickReplies = lazy(() => import('./quick-replies.tsx'));
const WebChat = lazy(() => import('./webchat/page.tsx'));
const OfficeHours = lazy(() => import('./office-hours.tsx'));
const Marketing = lazy(() => import('./marketing.tsx'));
const Profile = lazy(() => import('./profile/page.tsx'));
const Organisation = lazy(() => import('./organisation.tsx'));

const SECTIONS: readonly Section[] = [
  {
    name: 'channels',
    label: 'settings.channels',
    icon: IconPlugConnected,
    needs: null,
    page: () => <Channels />,
  },
  {
    name: 'web-chat',
    label: 'settings.webchat',
    icon: IconMessageCircle,
    needs: 'channels.manage',
    page: () => <WebChat />,
  },
  {
    name: 'people',
    label: 'settings.people',
    icon: IconUsers,
    needs: 'users.manage',
    page: () => <People />,
  },
  {
    name: 'teams',
    label: 'settings.teams',
    icon: IconSitemap,
    needs: 'users.manage',
    page: () => <Teams />,
  },
  {
    name: 'deliveries',
    label: 'settings.deliveries',
    icon: IconAlertTriangle,
    needs: 'deliveries.resolve',
    page: () => <Deliveries />,
  },
  {
    name: 'imports',
    label: 'settings.imports',
    icon: IconFileImport,
    needs: 'imports.write',
    page: () => <Imports />,
  },
  {
    name: 'quick-replies',
    label: 'settings.quick',
    icon: IconSlash,
    needs: 'conversations.write',
    page: () => <QuickReplies />,
  },
  {
    name: 'organisation',
    label: 'settings.organisation',
    icon: IconBuilding,
    needs: 'settings.write',
    page: () => <Organisation />,
  },
  {
    name: 'hours',
    label: 'settings.hours',
    icon: IconClock,
    needs: 'settings.write',
    page: () => <OfficeHours />,
  },
  {
    name: 'marketing',
    label: { word: 'marketing' },
    icon: IconSpeakerphone,
    needs: 'settings.write',
    page: () => <Marketing />,
  },
  {
    name: 'profile',
    label: 'settings.profile',
    icon: IconUser,
    needs: null,
    page: () => <Profile />,
  },
];

export default function SettingsPage(props: { section: string | null }): ReactNode {
  const t = useT();
  const w = useWords();
  const { can } = useMe();
  const isPhone = useMediaQuery(PHONE) ?? false;
  const trouble = useStore(
    counts,
    (figures) => (figures?.deadletters ?? 0) + (figures?.unknown ?? 0),
  );
  const allowed = SECTIONS.filter(
    (section) => section.needs === null || can.includes(section.needs),
  );
  const open = SECTIONS.find((section) => section.name === props.section);
  if (props.section === null && !isPhone) return <Redirect to="/settings/channels" replace />;
  if (props.section !== null && !open) return <NotFound />;
  const isAllowed = open && allowed.includes(open);
  return (
    <div className={classes.page} data-shows={isPhone ? (open ? 'section' : 'menu') : 'all'}>
      <nav className={classes.menu} aria-label={t('nav.settings')}>
        <h2>{t('nav.settings')}</h2>
        {allowed.map((section) => (
          <Link
            key={section.name}
            href={`/settings/${section.name}`}
            aria-current={section === open ? 'page' : undefined}
          >
            <section.icon size={17} stroke={1.7} aria-hidden />
            <span>
              {typeof section.label === 'string' ? t(section.label) : w(section.label.word)}
            </span>
            {section.name === 'deliveries' && trouble > 0 && <b translate="no">{trouble}</b>}
          </Link>
        ))}
      </nav>
      <div className={classes.section}>
        {isPhone && (
          <Link href="/settings" className={classes.back}>
            <IconArrowLeft size={18} /> {t('nav.settings')}
          </Link>
        )}
        <Suspense fallback={<Loading />}>
          {isAllowed ? (
            open.page()
          ) : (
            <Empty title={t('forbidden.title')} text={w('forbidden.text')} />
          )}
        </Suspense>
      </div>
    </div>
  );
}
