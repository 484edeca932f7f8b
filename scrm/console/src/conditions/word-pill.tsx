import { Pill } from '@mantine/core';
import type { ReactNode } from 'react';

/** A word that somebody has typed: it is theirs, and no browser translates it. */
export function wordPill(props: {
  value?: string;
  onRemove?: () => void;
  disabled?: boolean;
}): ReactNode {
  return (
    <Pill
      size="xs"
      translate="no"
      withRemoveButton
      disabled={props.disabled}
      onRemove={props.onRemove}
    >
      {props.value}
    </Pill>
  );
}
