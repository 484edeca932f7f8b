import { Button, Progress } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { useCan } from '../session/me.ts';
import { useCall } from '../settings/section.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { invalidate } from '../state/resource.ts';
import { rules } from './calls.ts';
import classes from './rules.module.css';
import type { Filling, WholeRule } from './types.ts';
import { useWords } from './words.ts';

const EVERY_MS = 1_500;

/** How far it is applied to the past, how that ended, and a way back. */
export function FillingLine({ whole }: { whole: WholeRule }): ReactNode {
  const { rule, back_filled } = whole;
  const gives = whole.versions.some(({ definition }) =>
    definition.then.some((action) => 'assign' in action),
  );
  const { filling } = rule;
  const isWaiting = filling?.state === 'waiting';
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => {
      invalidate('rules/');
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      invalidate('tags');
    };
  }, [isWaiting]);
  if (!filling || !(filling.acts || isWaiting)) return null;
  return (
    <div className={classes.filling} aria-live="polite">
      {isWaiting ? <Going filling={filling} /> : <Ended filling={filling} />}
      {!isWaiting && back_filled !== null && back_filled > 0 && (
        <TakeBack id={rule.id} people={back_filled} gives={gives} />
      )}
    </div>
  );
}

function Going({ filling }: { filling: Filling }): ReactNode {
  const w = useWords();
  const format = useFormat();
  return (
    <>
      <p>
        {w(filling.acts ? 'filling.acts' : 'filling.looks', {
          looked: format.number(filling.looked_at),
          found: format.number(filling.found),
        })}
      </p>
      <Progress
        value={100 * filling.progress}
        aria-label={w(filling.acts ? 'filling' : 'filling.looking')}
      />
    </>
  );
}

function Ended({ filling }: { filling: Filling }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const now = useNow();
  if (filling.state === 'failed') {
    return (
      <p className={room.wrong}>
        {w('filling.failed')} <span translate="no">{filling.error}</span>
      </p>
    );
  }
  const at = filling.finished_at ?? filling.started_at;
  return (
    <p title={format.exact(at)}>
      {w(filling.found === 1 ? 'filling.done.one' : 'filling.done', {
        found: format.number(filling.found),
        time: format.ago(at, now),
      })}
    </p>
  );
}

/** Can't be undone: it says what goes, what stays, and asks once. */
function TakeBack(props: { id: string; people: number; gives: boolean }): ReactNode {
  const { id, people } = props;
  const w = useWords();
  const format = useFormat();
  const mayWrite = useCan('rules.write');
  const { busy, problem, run } = useCall();
  const [asking, setAsking] = useState(false);
  const act = async (): Promise<void> => {
    const worked = await run(async () => {
      for (let left = 1; left > 0;) {
        const done = await rules.takeBack(id);
        left = done.taken > 0 ? done.left : 0;
      }
    });
    invalidate('rules/');
    invalidate('tags');
    if (worked) setAsking(false);
  };
  if (!mayWrite) return null;
  if (!asking) {
    return (
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => {
          setAsking(true);
        }}
      >
        {w('back_take')}
      </Button>
    );
  }
  return (
    <div
      role="group"
      aria-label={w('back_take')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setAsking(false);
      }}
    >
      <p>
        {w(people === 1 ? 'back_take.one' : 'back_take.many', { n: format.number(people) })}{' '}
        {props.gives && `${w('back_take.given')} `}
        {w('back_take.stays')}
      </p>
      <div className={room.buttons}>
        <Button size="xs" color="red" loading={busy} autoFocus onClick={() => void act()}>
          {w('back_take.do')}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          onClick={() => {
            setAsking(false);
          }}
        >
          {w('cancel')}
        </Button>
      </div>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
