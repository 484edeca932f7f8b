import type { ReactNode } from 'react';
import { keyCaps } from './match.ts';
import classes from './keys.module.css';

export const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function Caps(props: { keys: string }): ReactNode {
  return (
    <span className={classes.caps}>
      {keyCaps(props.keys, IS_MAC).map((cap, index) => (
        <kbd key={index} translate="no">
          {cap}
        </kbd>
      ))}
    </span>
  );
}
