import { Button } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { contacts } from '../api/calls.ts';
import type { ContactBrief } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { useResource } from '../state/resource.ts';
import { firstName } from '../text/names.ts';
import classes from './composer.module.css';
import StartDialog from './start-dialog.tsx';

/** Why imported history can't be answered, and where the person can be reached instead. */
export default function ArchiveHint({ contact }: { contact: ContactBrief }): ReactNode {
  const t = useT();
  const [starting, setStarting] = useState(false);
  const ways = useResource(`contact/${contact.id}/reachability`, () =>
    contacts.reachability(contact.id),
  );
  const canWrite = ways.data?.items.some((way) => way.can) ?? false;
  const isAlone = ways.data !== undefined && !canWrite;
  return (
    <div className={classes.why}>
      <IconArchive size={16} aria-hidden />
      <span>{t(isAlone ? 'composer.archive.none' : 'composer.archive')}</span>
      {canWrite && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            setStarting(true);
          }}
        >
          {t('composer.archive.write', { name: firstName(contact.name) })}
        </Button>
      )}
      {starting && (
        <StartDialog
          contact={contact}
          onClose={() => {
            setStarting(false);
          }}
        />
      )}
    </div>
  );
}
