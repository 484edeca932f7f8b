import { type ReactNode, useState } from 'react';
import type { Span } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import classes from './formatted.module.css';
import { type Run, runsOf } from './runs.ts';

const TAGS: Record<string, 'strong' | 'em' | 's' | 'u' | 'code' | 'q'> = {
  bold: 'strong',
  italic: 'em',
  strike: 's',
  underline: 'u',
  code: 'code',
  pre: 'code',
};

/** A message's text as it was formatted; links open elsewhere and tell nothing of this page. */
export function Formatted(props: { text: string; spans: readonly Span[] }): ReactNode {
  return (
    <span dir="auto" translate="no">
      {runsOf(props.text, props.spans).map((run, index) => (
        <RunView key={index} run={run} />
      ))}
    </span>
  );
}

function RunView({ run }: { run: Run }): ReactNode {
  let view: ReactNode = run.text;
  for (const kind of run.kinds) {
    const Tag = TAGS[kind];
    if (Tag) view = <Tag>{view}</Tag>;
  }
  if (run.kinds.includes('spoiler')) view = <Spoiler>{view}</Spoiler>;
  if (!run.url) return view;
  return (
    <a href={run.url} target="_blank" rel="noopener noreferrer nofollow">
      {view}
    </a>
  );
}

function Spoiler(props: { children: ReactNode }): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  if (open) return props.children;
  return (
    <button
      type="button"
      aria-label={t('message.spoiler')}
      onClick={() => {
        setOpen(true);
      }}
      className={classes.spoiler}
    >
      <span>{props.children}</span>
    </button>
  );
}
