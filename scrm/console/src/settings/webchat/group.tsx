import { createContext, type ReactNode, use, useId } from 'react';
import type { Problem } from '../../api/problem.ts';
import classes from './webchat.module.css';

/** What the hub said to the last try to save. */
export const Refusal = createContext<Problem | null>(null);

/** Settings that belong together, and under them what the hub said against one of them. */
export function Group(props: {
  title: string;
  text?: string;
  /** Names of the settings in it. */
  of: readonly string[];
  children: ReactNode;
}): ReactNode {
  const id = useId();
  const refusal = use(Refusal);
  const [, field] = refusal?.field?.split('.') ?? [];
  const isRefused = field !== undefined && props.of.includes(field);
  return (
    <section className={classes.group} aria-labelledby={id} data-refused={isRefused || undefined}>
      <h3 id={id}>{props.title}</h3>
      {props.text && <p className={classes.dim}>{props.text}</p>}
      {props.children}
      {isRefused && (
        <p className={classes.wrong} role="alert" translate="no">
          {refusal && said(refusal)}
        </p>
      )}
    </section>
  );
}

/** Without the setting's own name, which is the hub's and stands over it in words. */
export function said({ message }: Problem): string {
  const words = message.replace(/^settings\.[\w.]+:? /, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
