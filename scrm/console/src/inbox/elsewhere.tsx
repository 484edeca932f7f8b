import { Button, Menu } from '@mantine/core';
import { IconArrowsLeftRight } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type Way, ways as calls } from '../api/visitors.ts';
import type { Conversation } from '../api/types.ts';
import type { MessageKey } from '../i18n/catalogue.ts';
import { useT } from '../i18n/context.tsx';
import { useCommands } from '../keys/commands.ts';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { showToast } from '../shell/toasts.ts';
import { useResource } from '../state/resource.ts';
import classes from './elsewhere.module.css';
import { awaitAt, type Draft, EMPTY_DRAFT, readDraft, writeDraft } from './drafts.ts';
import { keepConversation } from './store.ts';
import { useVisitors, WEBSITE } from './visitors.ts';

const MOST_FILES = 10;
/** Names are the same in every language. */
const NAMES: Record<string, string> = { telegram: 'Telegram' };
const WHY: Record<string, MessageKey> = {
  blocked: 'reason.recipient_gone',
  paused: 'reason.channel_paused',
};

interface Props {
  conversation: Conversation;
  /** A file is still on its way up. */
  isBusy: boolean;
  take: () => Draft;
}

/** What was written goes along, behind what waits there already; files that are too many stay. */
function carry(draft: Draft, from: string, to: string): void {
  const there = readDraft(to, 'reply');
  const known = new Set(there.files.map((file) => file.id));
  const files = [...there.files, ...draft.files.filter((file) => !known.has(file.id))];
  const text = [there.text, draft.text].filter((one) => one !== '').join('\n');
  writeDraft(to, 'reply', { ...there, text, files: files.slice(0, MOST_FILES) });
  writeDraft(from, 'reply', { ...EMPTY_DRAFT, files: files.slice(MOST_FILES) });
}

async function placeOf(way: Way, conversation: Conversation): Promise<string> {
  if (way.conversation_id !== null) return way.conversation_id;
  const opened = await calls.open(conversation.contact_id, way.channel_id);
  keepConversation(opened.conversation);
  return opened.conversation.id;
}

/** Whether the visitor is there to read it, and where else this person can be answered. */
export default function Elsewhere(props: Props): ReactNode {
  const { conversation } = props;
  const { id, contact_id } = conversation;
  const t = useT();
  const search = useSearch();
  const [, navigate] = useLocation();
  const [opened, setOpened] = useState(false);
  const known = useResource(`contact/${contact_id}/ways/${id}`, () => calls.of(id));
  const visitors = useVisitors(conversation).data?.items ?? [];
  const others = known.data?.items.filter((way) => !way.current && way.why !== 'archive') ?? [];
  const hasLeft = visitors.length > 0 && !visitors.some((visitor) => visitor.here);
  useCommands(
    others.length > 0 && !props.isBusy
      ? [
          {
            id: 'elsewhere',
            label: 'composer.elsewhere',
            group: 'composer',
            keys: 'o',
            run: () => {
              setOpened(true);
            },
          },
        ]
      : [],
  );
  const take = useRef(props.take); // of what is written once the other place is known
  useEffect(() => {
    take.current = props.take;
  });
  const go = async (way: Way): Promise<void> => {
    try {
      const there = await placeOf(way, conversation);
      carry(take.current(), id, there);
      awaitAt(there);
      navigate(`/inbox/${there}${search === '' ? '' : `?${search}`}`);
    } catch {
      const action = { label: 'retry', run: () => void go(way), isUndo: false } as const;
      showToast({ text: 'composer.elsewhere.failed', tone: 'bad', action });
    }
  };
  return (
    <span className={classes.elsewhere}>
      {hasLeft && <small>{t('composer.visitorGone')}</small>}
      {others.length > 0 && (
        <Menu opened={opened} onChange={setOpened} position="top-end">
          <Menu.Target>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              disabled={props.isBusy}
              leftSection={<IconArrowsLeftRight size={14} aria-hidden />}
            >
              {t('composer.elsewhere')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((way) => (
              <WayItem key={way.identity_id} way={way} onChoose={() => void go(way)} />
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </span>
  );
}

function WayItem(props: { way: Way; onChoose: () => void }): ReactNode {
  const { way } = props;
  const t = useT();
  const { platform, name } = way.channel;
  const place = platform === WEBSITE ? t('platform.webchat') : (NAMES[platform] ?? name);
  const why = WHY[way.why];
  const reason = why ? t(why) : way.text;
  return (
    <Menu.Item
      className={classes.item}
      disabled={!way.can}
      leftSection={<PlatformMark platform={platform} size={18} />}
      onClick={props.onChoose}
    >
      {t('composer.elsewhere.on', { place })}
      <small className={classes.way} dir="auto" translate="no">
        {name} · {way.display}
      </small>
      {reason !== '' && (
        <small className={classes.why} data-can={way.can}>
          {reason}
        </small>
      )}
    </Menu.Item>
  );
}
