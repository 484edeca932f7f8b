import { Button, Modal, Popover, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/context.tsx';
import { useCommands } from '../keys/commands.ts';
import { resolve } from './actions.ts';
import classes from './thread.module.css';

/** Resolve and say why; plain resolving asks nothing. */
export function ResolveMenu({ id }: { id: string }): ReactNode {
  const t = useT();
  const [opened, setOpened] = useState(false);
  useCommands([
    {
      id: 'resolve-why',
      label: 'resolve.why',
      group: 'conversation',
      keys: 'shift+e',
      run: () => {
        setOpened(true);
      },
    },
  ]);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} trapFocus>
      <Popover.Target>
        <Button
          size="compact-md"
          px={6}
          className={classes.split}
          aria-label={t('resolve.why')}
          onClick={() => {
            setOpened(!opened);
          }}
        >
          <IconChevronDown size={16} />
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <ResolveForm
          id={id}
          onDone={() => {
            setOpened(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** What a phone has room for: the same question in a dialog. */
export function ResolveDialog(props: {
  id: string;
  opened: boolean;
  onClose: () => void;
}): ReactNode {
  const t = useT();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('resolve.why')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <ResolveForm id={props.id} onDone={props.onClose} />
    </Modal>
  );
}

function ResolveForm({ id, onDone }: { id: string; onDone: () => void }): ReactNode {
  const t = useT();
  const [reason, setReason] = useState('');
  return (
    <form
      className={classes.ownTime}
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
        void resolve(id, reason.trim() || undefined);
      }}
    >
      <TextInput
        size="xs"
        flex={1}
        data-autofocus
        maxLength={200}
        aria-label={t('resolve.reason')}
        placeholder={t('resolve.reason')}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      <Button type="submit" size="xs">
        {t('thread.resolve')}
      </Button>
    </form>
  );
}
