import { ActionIcon, Button, FileButton, Popover, Tooltip } from '@mantine/core';
import {
  IconBold,
  IconItalic,
  IconMoodSmile,
  IconPaperclip,
  IconSend2,
  IconSlash,
} from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useFormat, useT } from '../i18n/context.tsx';
import { IS_MAC } from '../keys/caps.tsx';
import { usePreferences } from '../session/me.ts';
import { Loading } from '../shell/states.tsx';
import classes from './composer.module.css';
import type { DraftKind } from './drafts.ts';
import type { Limit } from './limit.ts';

const EmojiPicker = lazy(() => import('./emoji.tsx'));

function Tool(props: { label: string; icon: typeof IconBold; run: () => void }): ReactNode {
  return (
    <Tooltip label={props.label}>
      <ActionIcon size={28} aria-label={props.label} onClick={props.run}>
        <props.icon size={17} />
      </ActionIcon>
    </Tooltip>
  );
}

export function ComposerFoot(props: {
  kind: DraftKind;
  limit: Limit | null;
  canSend: boolean;
  onSend: () => void;
  onFiles: (files: readonly File[]) => void;
  onMark: (sign: string) => void;
  onInsert: (text: string) => void;
  onQuick: () => void;
}): ReactNode {
  const { limit } = props;
  const t = useT();
  const format = useFormat();
  const enterSends = usePreferences().enterSends === true;
  const sendKeys = enterSends ? '⏎' : IS_MAC ? '⌘⏎' : 'Ctrl ⏎';
  const isNote = props.kind === 'note';
  return (
    <div className={classes.foot}>
      <FileButton
        multiple
        onChange={(files) => {
          props.onFiles(files);
        }}
        inputProps={{ 'aria-label': t('composer.attach') }}
      >
        {(button) => (
          <Tooltip label={t('composer.attach')}>
            <ActionIcon size={28} aria-label={t('composer.attach')} {...button}>
              <IconPaperclip size={17} />
            </ActionIcon>
          </Tooltip>
        )}
      </FileButton>
      <EmojiButton onInsert={props.onInsert} />
      <Tool label={t('composer.quick')} icon={IconSlash} run={props.onQuick} />
      {!isNote && (
        <span className={classes.marks}>
          <Tool
            label={t('composer.bold')}
            icon={IconBold}
            run={() => {
              props.onMark('**');
            }}
          />
          <Tool
            label={t('composer.italic')}
            icon={IconItalic}
            run={() => {
              props.onMark('_');
            }}
          />
        </span>
      )}
      <span className={classes.space} />
      {limit?.shows && (
        <span className={classes.limit} data-over={limit.left < 0} role="status">
          {limit.left < 0
            ? t('composer.over', { count: format.number(-limit.left) })
            : t('composer.left', { count: format.number(limit.left) })}
        </span>
      )}
      <kbd className={classes.hint} aria-hidden translate="no">
        {sendKeys}
      </kbd>
      <Button
        size="compact-md"
        className={isNote && props.canSend ? classes.noteSend : undefined}
        disabled={!props.canSend}
        rightSection={<IconSend2 size={15} className={classes.flip} />}
        onClick={props.onSend}
      >
        {t(isNote ? 'composer.addNote' : 'composer.send')}
      </Button>
    </div>
  );
}

function EmojiButton(props: { onInsert: (text: string) => void }): ReactNode {
  const t = useT();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" trapFocus withRoles>
      <Popover.Target>
        <ActionIcon
          size={28}
          aria-label={t('emoji.title')}
          onClick={() => {
            setOpened(!opened);
          }}
        >
          <IconMoodSmile size={17} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('emoji.title')}>
        <Suspense fallback={<Loading rows={3} />}>
          {opened && (
            <EmojiPicker
              onPick={(emoji) => {
                setOpened(false);
                props.onInsert(emoji);
              }}
            />
          )}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
