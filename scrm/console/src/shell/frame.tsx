import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, Suspense, lazy, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from '../state/store.ts';
import { counts, followStream, loadAgentNames, loadCounts } from '../inbox/live.ts';
import { dropOldDrafts } from '../inbox/drafts.ts';
import { useT } from '../i18n/context.tsx';
import { useCommands } from '../keys/commands.ts';
import { useKeyboard } from '../keys/listen.ts';
import { openStream, streamState } from '../stream/source.ts';
import { toggleScheme } from './scheme.ts';
import { Rail } from './rail.tsx';
import { Toaster } from './toaster.tsx';
import classes from './frame.module.css';

const loadPalette = () => import('../keys/palette.tsx').then((m) => ({ default: m.Palette }));
const Palette = lazy(loadPalette);
const KeySheet = lazy(() => import('../keys/sheet.tsx').then((m) => ({ default: m.KeySheet })));

const OFFLINE_AFTER_MS = 2000;

function useLive(): void {
  useEffect(() => {
    const stopFollowing = followStream();
    const close = openStream();
    void loadCounts();
    void loadAgentNames();
    dropOldDrafts();
    void loadPalette(); // so that what is typed right after its key reaches it
    return () => {
      close();
      stopFollowing();
    };
  }, []);
}

const NAMED = [
  ...(['contacts', 'segments', 'rules', 'tags', 'campaigns'] as const),
  ...(['bots', 'articles', 'settings'] as const),
];

/** "(3) Inbox": unread conversations show in the tab of the browser. */
function useTabTitle(): string {
  const t = useT();
  const unread = useStore(counts, (figures) => figures?.unread ?? 0);
  const [location] = useLocation();
  const room = location.split('/')[1];
  const name = t(`nav.${NAMED.find((one) => one === room) ?? 'inbox'}`);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${name} · scrm` : `${name} · scrm`;
  }, [unread, name]);
  return name;
}

function useShellCommands(open: (what: 'palette' | 'keys') => void): void {
  const [, navigate] = useLocation();
  const go = (path: string) => () => {
    navigate(path);
  };
  useCommands([
    { id: 'go-inbox', label: 'go.inbox', group: 'go', keys: 'g i', run: go('/inbox') },
    { id: 'go-contacts', label: 'go.contacts', group: 'go', keys: 'g c', run: go('/contacts') },
    { id: 'go-segments', label: 'go.segments', group: 'go', keys: 'g s', run: go('/segments') },
    { id: 'go-rules', label: 'go.rules', group: 'go', keys: 'g r', run: go('/rules') },
    { id: 'go-tags', label: 'go.tags', group: 'go', keys: 'g t', run: go('/tags') },
    { id: 'go-campaigns', label: 'go.campaigns', group: 'go', keys: 'g m', run: go('/campaigns') },
    { id: 'go-bots', label: 'go.bots', group: 'go', keys: 'g b', run: go('/bots') },
    { id: 'go-articles', label: 'go.articles', group: 'go', keys: 'g a', run: go('/articles') },
    { id: 'go-settings', label: 'go.settings', group: 'go', keys: 'g ,', run: go('/settings') },
    { id: 'go-channels', label: 'go.channels', group: 'go', run: go('/settings/channels') },
    { id: 'go-people', label: 'go.people', group: 'go', run: go('/settings/people') },
    { id: 'go-deliveries', label: 'go.deliveries', group: 'go', run: go('/settings/deliveries') },
    { id: 'go-imports', label: 'go.imports', group: 'go', run: go('/settings/imports') },
    { id: 'go-profile', label: 'go.profile', group: 'go', run: go('/settings/profile') },
    {
      id: 'palette',
      label: 'palette.title',
      group: 'general',
      keys: 'mod+k',
      whileTyping: true,
      run: () => {
        open('palette');
      },
    },
    {
      id: 'keys',
      label: 'keys.title',
      group: 'general',
      keys: '?',
      run: () => {
        open('keys');
      },
    },
    { id: 'scheme', label: 'scheme.toggle', group: 'general', run: toggleScheme },
  ]);
}

/** The rail, the page beside it, and what lies above every page. */
export function Frame(props: { children: ReactNode }): ReactNode {
  const [overlay, setOverlay] = useState<'palette' | 'keys' | null>(null);
  const close = (): void => {
    setOverlay(null);
  };
  useLive();
  useKeyboard();
  const t = useT();
  const title = useTabTitle();
  useShellCommands(setOverlay);
  return (
    <div className={classes.frame}>
      <Rail onPalette={() => setOverlay('palette')} onKeys={() => setOverlay('keys')} />
      <main className={classes.main}>
        <VisuallyHidden component="h1">{title}</VisuallyHidden>
        <OfflineLine />
        {props.children}
      </main>
      <section id="layers" className={classes.layers} aria-label={t('layers')} />
      <Toaster />
      <Suspense fallback={<i hidden data-holds-keys />}>
        {overlay === 'palette' && <Palette opened onClose={close} />}
        {overlay === 'keys' && <KeySheet opened onClose={close} />}
      </Suspense>
    </div>
  );
}

function OfflineLine(): ReactNode {
  const t = useT();
  const state = useStore(streamState);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(
      () => {
        setLate(state === 'waiting');
      },
      state === 'waiting' ? OFFLINE_AFTER_MS : 0,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [state]);
  if (!late) return null;
  return (
    <div className={classes.offline} role="status">
      {t('stream.waiting')}
    </div>
  );
}
