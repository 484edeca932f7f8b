import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import room from '../conditions/room.module.css';
import { Lines } from '../conditions/reading.tsx';
import { useFormat } from '../i18n/context.tsx';
import { agentNames } from '../inbox/live.ts';
import { useCan } from '../session/me.ts';
import { useCall } from '../settings/section.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { showToast } from '../shell/toasts.ts';
import { invalidate } from '../state/resource.ts';
import { useStore } from '../state/store.ts';
import { rules } from './calls.ts';
import classes from './rules.module.css';
import type { Version, WholeRule } from './types.ts';
import { useWords } from './words.ts';

/** What was in force, the newest first; each can be put back. */
export function Versions({ whole }: { whole: WholeRule }): ReactNode {
  const w = useWords();
  const { rule, versions } = whole;
  const { busy, problem, run } = useCall();
  const mayWrite = useCan('rules.write');
  const back = async (number: number): Promise<void> => {
    if (!(await run(() => rules.rollBack(rule.id, number)))) return;
    invalidate('rules/');
    showToast({ text: 'saved' });
  };
  return (
    <section className={classes.versions} aria-label={w('versions')}>
      <h2 className={room.label}>{w('versions')}</h2>
      {problem && <ProblemNote problem={problem} />}
      <ol>
        {versions.map((one) => (
          <VersionRow key={one.number} version={one} inForce={one.number === rule.version}>
            {mayWrite && one.number !== rule.version && (
              <Button
                size="compact-xs"
                variant="default"
                disabled={busy}
                aria-label={w('roll_back.whole', { number: one.number })}
                onClick={() => void back(one.number)}
              >
                {w('roll_back')}
              </Button>
            )}
          </VersionRow>
        ))}
      </ol>
    </section>
  );
}

function VersionRow(props: { version: Version; inForce: boolean; children: ReactNode }): ReactNode {
  const { number, published_at, published_by, reading } = props.version;
  const w = useWords();
  const format = useFormat();
  const names = useStore(agentNames);
  const by = names[published_by.by?.replace(/^user:/, '') ?? ''];
  return (
    <li>
      <div className={classes.line}>
        <b>{w('version', { number })}</b>
        {props.inForce && <span className={classes.now}>{w('newest')}</span>}
        <span className={classes.said}>
          <time dateTime={published_at} title={format.exact(published_at)}>
            {format.date(published_at)}
          </time>
          {by && (
            <>
              {' · '}
              <span dir="auto" translate="no">
                {by}
              </span>
            </>
          )}
        </span>
        {props.children}
      </div>
      <details>
        <summary>{w('reading')}</summary>
        <p dir="auto" translate="no">
          <Lines text={reading} />
        </p>
      </details>
    </li>
  );
}
