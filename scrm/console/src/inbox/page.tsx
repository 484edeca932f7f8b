import { useMediaQuery } from '@mantine/hooks';
import { IconMessageCircle } from '@tabler/icons-react';
import {
  type CSSProperties,
  type DragEvent,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useState,
} from 'react';
import { useLocation, useSearch } from 'wouter';
import { useT } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { Divider, paneWidths } from '../shell/panes.tsx';
import { PHONE } from '../shell/rail.tsx';
import { Empty, Loading } from '../shell/states.tsx';
import { createKeptStore, useStore } from '../state/store.ts';
import { ConversationListPane } from './list.tsx';
import { parseFilter } from './filter.ts';
import classes from './page.module.css';
import { lookAt } from './store.ts';
import { useSwipeBack } from './swipe.ts';
import { ThreadPane } from './thread.tsx';
import { FirstRun, useFirstRun } from './first-run.tsx';

const SidePanel = lazy(() => import('./side-panel.tsx'));
const ImportDialog = lazy(() => import('../imports/dialog.tsx'));

const panelShown = createKeptStore('scrm.panel', true);
const NARROW = '(max-width: 1080px)';

/** A file dropped beside the composer is a chat export to import. */
function useDroppedExport() {
  const mayImport = useCan('imports.write');
  const [dropped, setDropped] = useState<File | null>(null);
  const [over, setOver] = useState(false);
  const isFile = (event: DragEvent): boolean =>
    mayImport && event.dataTransfer.types.includes('Files') && !event.defaultPrevented;
  return {
    dropped,
    over,
    close: () => {
      setDropped(null);
    },
    handlers: {
      onDragOver: (event: DragEvent) => {
        setOver(isFile(event));
        if (isFile(event)) event.preventDefault();
      },
      onDragLeave: () => {
        setOver(false);
      },
      onDrop: (event: DragEvent) => {
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (!isFile(event) || !file) return;
        event.preventDefault();
        setDropped(file);
      },
    },
  };
}

export default function InboxPage(props: { conversation: string | null }): ReactNode {
  const t = useT();
  const search = useSearch();
  const filter = parseFilter(search);
  const widths = useStore(paneWidths);
  const isPhone = useMediaQuery(PHONE) ?? false;
  const isNarrow = useMediaQuery(NARROW) ?? false;
  const wantsPanel = useStore(panelShown);
  const [panelFor, setPanelFor] = useState<string | null>(null);
  const drop = useDroppedExport();
  const firstRun = useFirstRun();
  const [, navigate] = useLocation();
  const { conversation } = props;

  useEffect(() => {
    lookAt(conversation);
    return () => {
      lookAt(null);
    };
  }, [conversation]);

  const floats = isPhone || isNarrow;
  const showsPanel = conversation !== null && (floats ? panelFor === conversation : wantsPanel);
  const togglePanel = (): void => {
    if (floats) setPanelFor(showsPanel ? null : conversation);
    else panelShown.set(!wantsPanel);
  };
  const pane = isPhone ? (showsPanel ? 'panel' : conversation ? 'thread' : 'list') : 'all';
  const style = {
    '--list': `${widths.list}px`,
    '--panel': `${widths.panel}px`,
  } as CSSProperties;
  return (
    <div className={classes.page} data-pane={pane} style={style}>
      <section className={classes.list} aria-label={t('pane.list')} {...drop.handlers}>
        <ConversationListPane filter={filter} open={conversation} />
        {drop.over && <div className={classes.drop}>{t('import.drop')}</div>}
      </section>
      <Divider pane="list" />
      <section
        className={classes.thread}
        aria-label={t('pane.thread')}
        {...useSwipeBack(() => {
          if (isPhone && conversation) navigate(`/inbox${search === '' ? '' : `?${search}`}`);
        })}
      >
        {conversation ? (
          <ThreadPane
            key={conversation}
            id={conversation}
            filter={filter}
            panelShown={showsPanel}
            onPanel={togglePanel}
          />
        ) : firstRun ? (
          <FirstRun />
        ) : (
          <Empty
            icon={<IconMessageCircle size={32} stroke={1.4} />}
            title={t('thread.none')}
            text={t('thread.none.text')}
          />
        )}
      </section>
      {showsPanel && (
        <>
          {!floats && <Divider pane="panel" />}
          <aside
            className={classes.panel}
            data-floats={floats && !isPhone}
            aria-label={t('pane.panel')}
          >
            <Suspense fallback={<Loading />}>
              <SidePanel conversation={conversation} onClose={togglePanel} isPhone={isPhone} />
            </Suspense>
          </aside>
        </>
      )}
      <Suspense>
        {drop.dropped && (
          <ImportDialog
            file={drop.dropped}
            onClose={drop.close}
            onOpen={(id) => {
              drop.close();
              navigate(`/inbox/${id}`);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
