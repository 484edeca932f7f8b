import { ActionIcon, Button, Menu, TextInput, Tooltip } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useFormat, useT } from '../i18n/context.tsx';
import { useCommands } from '../keys/commands.ts';
import { snooze } from './actions.ts';
import { localField, snoozeChoices } from './snooze-times.ts';
import classes from './thread.module.css';

const DAY_MS = 24 * 3_600_000;

/** Away until a time, or until they write: presets, then any date. */
export function SnoozeMenu({ id }: { id: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const [opened, setOpened] = useState(false);
  const [own, setOwn] = useState('');
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
  const open = (next: boolean): void => {
    setOpened(next);
    if (next) setOwn(localField(new Date(Date.now() + DAY_MS)));
  };
  return (
    <Menu opened={opened} onChange={open} position="bottom-end" width={260}>
      <Menu.Target>
        <Tooltip label={t('thread.snooze')}>
          <ActionIcon aria-label={t('thread.snooze')}>
            <IconClock size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {opened &&
          snoozeChoices(new Date()).map((choice) => (
            <Menu.Item
              key={choice.label}
              rightSection={
                choice.until && (
                  <small className={classes.away}>
                    {format.dateTime(choice.until.toISOString())}
                  </small>
                )
              }
              onClick={() => void snooze(id, choice.until?.toISOString() ?? null)}
            >
              {t(choice.label)}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <form
          className={classes.ownTime}
          onSubmit={(event) => {
            event.preventDefault();
            setOpened(false);
            void snooze(id, new Date(own).toISOString());
          }}
        >
          <TextInput
            type="datetime-local"
            size="xs"
            required
            aria-label={t('snooze.own')}
            min={opened ? localField(new Date()) : undefined}
            value={own}
            onChange={(event) => {
              setOwn(event.currentTarget.value);
            }}
          />
          <Button type="submit" size="xs">
            {t('snooze.set')}
          </Button>
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
