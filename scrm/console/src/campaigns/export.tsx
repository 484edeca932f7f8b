import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { addressOf } from './calls.ts';
import classes from './divided.module.css';
import { useWords } from './words.ts';

/** The people who are listed, as a file for a spreadsheet. */
export function Export(props: {
  id: string;
  wanted: { state?: string; reason?: string };
}): ReactNode {
  const w = useWords();
  return (
    <Button
      component="a"
      href={addressOf(props.id, props.wanted)}
      download
      size="compact-sm"
      variant="default"
      className={classes.export}
      leftSection={<IconDownload size={15} aria-hidden />}
    >
      {w('export')}
    </Button>
  );
}
