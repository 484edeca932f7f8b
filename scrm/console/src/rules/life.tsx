import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { useCall } from '../settings/section.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { invalidate } from '../state/resource.ts';
import { rules } from './calls.ts';
import room from '../conditions/room.module.css';
import classes from './rules.module.css';
import type { Rule } from './types.ts';
import { useWords } from './words.ts';

/** How it stands with a rule: in force or not, why not, and whom it has tagged. */
export function StateLine({ rule }: { rule: Rule }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const mayWrite = useCan('rules.write');
  const { busy, problem, run } = useCall();
  const [pausing, setPausing] = useState(false);
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    if (await run(work)) setPausing(false);
    invalidate('rules/');
  };
  return (
    <header className={classes.life}>
      <div className={classes.line}>
        <span className={room.state} data-state={rule.state}>
          {w(`state.${rule.state}`)}
        </span>
        <span className={classes.said}>
          {rule.version > 0 && w('version', { number: rule.version })}
          {rule.version > 0 && rule.people !== null && (
            <>
              {' · '}
              {w(rule.people === 1 ? 'tagged.one' : 'tagged.many', {
                n: format.number(rule.people),
              })}
            </>
          )}
          {rule.version === 0 && w('never')}
        </span>
        {mayWrite && rule.state === 'live' && !pausing && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              setPausing(true);
            }}
          >
            {w('pause')}
          </Button>
        )}
        {mayWrite && rule.state === 'paused' && (
          <Button
            size="compact-sm"
            variant="default"
            loading={busy}
            onClick={() => void act(() => rules.resume(rule.id))}
          >
            {w('resume')}
          </Button>
        )}
      </div>
      {rule.state === 'paused' && (
        <p className={classes.paused}>
          {rule.reason === '' ? (
            w('paused.plain')
          ) : (
            <>
              {w('paused.why')}{' '}
              <span dir="auto" translate="no">
                {rule.reason}
              </span>
            </>
          )}
        </p>
      )}
      {pausing && (
        <Pausing
          busy={busy}
          onPause={(reason) => void act(() => rules.pause(rule.id, reason))}
          onClose={() => {
            setPausing(false);
          }}
        />
      )}
      {problem && <ProblemNote problem={problem} />}
    </header>
  );
}

/** With a word for the colleagues who will wonder. */
function Pausing(props: {
  busy: boolean;
  onPause: (reason: string) => void;
  onClose: () => void;
}): ReactNode {
  const w = useWords();
  const [reason, setReason] = useState('');
  return (
    <div
      className={classes.pausing}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
          event.preventDefault();
          props.onPause(reason.trim());
        }
      }}
    >
      <TextInput
        size="xs"
        autoFocus
        aria-label={w('pause.why')}
        placeholder={w('pause.why')}
        maxLength={300}
        dir="auto"
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      <Button
        size="xs"
        loading={props.busy}
        onClick={() => {
          props.onPause(reason.trim());
        }}
      >
        {w('pause')}
      </Button>
      <Button size="xs" variant="subtle" color="gray" onClick={props.onClose}>
        {w('cancel')}
      </Button>
    </div>
  );
}
