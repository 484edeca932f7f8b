import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Channel } from '../api/types.ts';
import { useFormat } from '../i18n/context.tsx';
import { DEFAULT_FILTER, filterSearch } from '../inbox/filter.ts';
import { useCan } from '../session/me.ts';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { Rename } from './channel-row.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

const SOURCES: Record<string, string> = { whatsapp: 'WhatsApp' };

/** A channel that an import made: history to read. Nothing to check, pause or rotate. */
export function ArchiveRow(props: {
  channel: Channel;
  opened: boolean;
  onToggle: () => void;
}): ReactNode {
  const { channel } = props;
  const w = useWords();
  const format = useFormat();
  const [, navigate] = useLocation();
  const may = useCan('channels.manage');
  const kind = typeof channel.settings.kind === 'string' ? channel.settings.kind : '';
  const inbox = filterSearch({
    ...DEFAULT_FILTER,
    status: 'all',
    channel: channel.id,
  });
  const last = channel.last_inbound_at;
  return (
    <>
      <div className={classes.row}>
        <PlatformMark platform={channel.platform} size={24} />
        <div className={classes.text}>
          <b dir="auto" translate="no">
            {channel.name}
          </b>
          <small>
            {w('archive.from', { source: SOURCES[kind] ?? kind })}
            {last && (
              <>
                {' · '}
                <time dateTime={last} title={format.exact(last)}>
                  {w('archive.last', { date: format.date(last) })}
                </time>
              </>
            )}
          </small>
        </div>
        <div className={classes.buttons}>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              navigate(`/inbox${inbox}`);
            }}
          >
            {w('archive.read')}
          </Button>
          {may && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              aria-expanded={props.opened}
              onClick={props.onToggle}
            >
              {w('archive.rename')}
            </Button>
          )}
        </div>
      </div>
      {props.opened && may && (
        <div className={classes.details}>
          <Rename channel={channel} />
        </div>
      )}
    </>
  );
}
