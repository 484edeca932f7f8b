import { ActionIcon, Button, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useFormat, useT } from '../i18n/context.tsx';
import { hubNow } from '../i18n/hub-time.ts';
import { useCommands } from '../keys/commands.ts';
import { snooze } from './actions.ts';
import { localField, snoozeChoices } from './snooze-times.ts';
import classes from './thread.module.css';

const DAY_MS = 24 * 3_600_000;

/** Up and down move between the choices, as in a menu. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons.at((at + step) % buttons.length)?.focus();
  event.preventDefault();
}

/** Away until a time, or until they write: presets, then any date. */
export function SnoozeMenu({ id }: { id: string }): ReactNode {
  const t = useT();
  const [opened, setOpened] = useState(false);
  useCommands([
    {
      id: 'snooze',
      label: 'thread.snooze',
      group: 'conversation',
      keys: 's',
      run: () => {
        setOpened(true);
      },
    },
  ]);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={290} trapFocus>
      <Popover.Target>
        <Tooltip label={t('thread.snooze')} disabled={opened}>
          <ActionIcon
            aria-label={t('thread.snooze')}
            onClick={() => {
              setOpened(!opened);
            }}
          >
            <IconClock size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      {opened && <i hidden data-holds-keys />}
      <Popover.Dropdown p={0} aria-label={t('thread.snooze')}>
        <Choices
          onChoose={(until) => {
            setOpened(false);
            void snooze(id, until);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices(props: { onChoose: (until: string | null) => void }): ReactNode {
  const t = useT();
  const format = useFormat();
  const [now] = useState(() => new Date(hubNow()));
  const [own, setOwn] = useState(() => localField(new Date(hubNow() + DAY_MS)));
  return (
    <>
      <div className={classes.choices} role="group" onKeyDown={moveFocus}>
        {snoozeChoices(now).map((choice, index) => (
          <button
            key={choice.label}
            type="button"
            data-autofocus={index === 0 || undefined}
            onClick={() => {
              props.onChoose(choice.until?.toISOString() ?? null);
            }}
          >
            {t(choice.label)}
            {choice.until && (
              <small className={classes.away}>{format.dateTime(choice.until.toISOString())}</small>
            )}
          </button>
        ))}
      </div>
      <form
        className={classes.ownTime}
        onSubmit={(event) => {
          event.preventDefault();
          props.onChoose(new Date(own).toISOString());
        }}
      >
        <TextInput
          flex={1}
          miw={0}
          type="datetime-local"
          size="xs"
          required
          aria-label={t('snooze.own')}
          min={localField(now)}
          value={own}
          onChange={(event) => {
            setOwn(event.currentTarget.value);
          }}
        />
        <Button type="submit" size="xs" flex="none">
          {t('snooze.set')}
        </Button>
      </form>
    </>
  );
}
