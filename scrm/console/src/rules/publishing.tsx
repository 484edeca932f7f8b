import { Button, SegmentedControl } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useAsked } from '../conditions/asked.ts';
import room from '../conditions/room.module.css';
import { useTongue } from '../conditions/tongue.ts';
import type { Condition } from '../conditions/types.ts';
import { useFormat } from '../i18n/context.tsx';
import { type From, rules } from './calls.ts';
import { AT_ANY_TIME } from './draft.ts';
import classes from './rules.module.css';
import type { Definition } from './types.ts';
import { useWords } from './words.ts';

const FROM = ['now', 'past'] as const;

/** From when it is in force: from now on, or also for those of whom it holds already. */
export function Publishing(props: {
  definition: Definition;
  busy: boolean;
  ready: boolean;
  onPublish: (from: From) => void;
  onClose: () => void;
}): ReactNode {
  const { definition, busy } = props;
  const w = useWords();
  const [from, setFrom] = useState<From>('now');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // It opens at the end of a long page, where nobody would see it.
    box.current?.querySelector<HTMLElement>('input:checked')?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const isTimed = definition.when === AT_ANY_TIME;
  return (
    <div
      ref={box}
      className={classes.publishing}
      role="group"
      aria-label={w('from')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
      }}
    >
      <span className={room.label}>{w('from')}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={w('from')}
        data={FROM.map((value) => ({ value, label: w(`from.${value}`) }))}
        value={from}
        onChange={setFrom}
      />
      <p aria-live="polite">
        {from === 'past' ? (
          <Fits definition={definition} />
        ) : (
          w(isTimed ? 'from.now.timed' : 'from.now.text')
        )}
      </p>
      <div className={room.buttons}>
        <Button
          loading={busy}
          disabled={!props.ready}
          onClick={() => {
            props.onPublish(from);
          }}
        >
          {w('publish')}
        </Button>
        <Button variant="subtle" color="gray" onClick={props.onClose}>
          {w('cancel')}
        </Button>
      </div>
    </div>
  );
}

/** How many that are now, asked as it will be asked of them. */
function Fits({ definition }: { definition: Definition }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const language = useTongue();
  const condition = definition.if;
  const { answer, problem } = useAsked(condition ? JSON.stringify(condition) : null, (asked) =>
    rules.fits(JSON.parse(asked) as Condition, language),
  );
  if (!condition) return w('from.past.all');
  if (problem) return w('from.past.costly');
  if (answer === null) return w('from.past.counting');
  if (answer === 0) return w('from.past.none');
  return w(answer === 1 ? 'from.past.one' : 'from.past.many', { n: format.number(answer) });
}
