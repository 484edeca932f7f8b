import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useState } from 'react';
import { useFormat, useT } from '../i18n/context.tsx';
import { hubNow } from '../i18n/hub-time.ts';
import { useCommands } from '../keys/commands.ts';
import { snooze } from './actions.ts';
import { snoozeChoices } from './snooze-times.ts';
import classes from './thread.module.css';

const OwnTime = lazy(() => import('./own-time.tsx'));

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
      <Suspense fallback={<div className={classes.ownTime} />}>
        <OwnTime onChoose={props.onChoose} />
      </Suspense>
    </>
  );
}
