import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/context.tsx';
import classes from './settings.module.css';

/** A long address to hand on: shown, selected on focus, copied by a press. */
export function CopyField(props: { label: string; value: string }): ReactNode {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(props.value);
    setCopied(true);
  };
  return (
    <div className={classes.link}>
      <input
        readOnly
        aria-label={props.label}
        value={props.value}
        onFocus={(event) => {
          event.currentTarget.select();
        }}
      />
      <Button size="xs" variant="default" onClick={() => void copy()}>
        {t(copied ? 'copied' : 'copy')}
      </Button>
    </div>
  );
}
