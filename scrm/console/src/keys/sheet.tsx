import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../i18n/context.tsx';
import { useStore } from '../state/store.ts';
import { Caps } from './caps.tsx';
import { type CommandGroup, commands } from './commands.ts';
import classes from './keys.module.css';

const GROUPS: readonly CommandGroup[] = ['go', 'inbox', 'conversation', 'composer', 'general'];

/** All keys that work on this page. */
export function KeySheet(props: { opened: boolean; onClose: () => void }): ReactNode {
  const t = useT();
  const all = useStore(commands);
  return (
    <Modal
      {...props}
      title={t('keys.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className={classes.sheet}>
        {GROUPS.map((group) => {
          const offered = all.filter((command) => command.group === group && command.keys);
          if (offered.length === 0) return null;
          return (
            <section key={group} className={classes.group}>
              <h3>{t(`keys.group.${group}`)}</h3>
              {offered.map((command) => (
                <div key={command.id}>
                  <span>{t(command.label, command.values)}</span>
                  <Caps keys={command.keys ?? ''} />
                </div>
              ))}
            </section>
          );
        })}
      </div>
    </Modal>
  );
}
