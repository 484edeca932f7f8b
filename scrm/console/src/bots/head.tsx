import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTongue } from '../conditions/tongue.ts';
import { useCan } from '../session/me.ts';
import { useCall } from '../settings/section.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { showToast } from '../shell/toasts.ts';
import { invalidate } from '../state/resource.ts';
import room from '../conditions/room.module.css';
import classes from './bots.module.css';
import { bots } from './calls.ts';
import type { Bot, Definition } from './types.ts';
import { Tabs } from './tabs.tsx';
import { useWords } from './words.ts';

/** How it stands with the bot, and what can be done: keep, publish, go back, pause. */
export function Head(props: {
  bot: Bot;
  definition: Definition;
  isDirty: boolean;
  ready: boolean;
  onRevert: () => void;
}): ReactNode {
  const { bot, isDirty, ready } = props;
  const w = useWords();
  const mayWrite = useCan('bots.write');
  const { busy, problem, act, publish, save } = useActs(props);
  const [pausing, setPausing] = useState(false);
  const isUnpublished = isDirty || (bot.definition !== null && bot.version === 0) || bot.is_changed;
  return (
    <header className={classes.head}>
      <div className={classes.headLine}>
        <Tabs open="bots" />
        <State bot={bot} />
        {mayWrite && (
          <span className={classes.acts}>
            {bot.state === 'live' && !pausing && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                onClick={() => {
                  setPausing(true);
                }}
              >
                {w('pause')}
              </Button>
            )}
            {bot.state === 'paused' && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => void act((tongue) => bots.resume(tongue))}
              >
                {w('resume')}
              </Button>
            )}
            {isDirty && (
              <Button size="compact-sm" variant="subtle" color="gray" onClick={props.onRevert}>
                {w('revert')}
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              disabled={!ready || !isDirty || busy}
              onClick={() => void save()}
            >
              {w('save')}
            </Button>
            <Button
              size="compact-sm"
              loading={busy}
              disabled={!ready || !isUnpublished}
              onClick={() => void publish()}
            >
              {w('publish')}
            </Button>
          </span>
        )}
      </div>
      {bot.state === 'paused' && (
        <p className={classes.paused}>
          {w('paused')}{' '}
          <span dir="auto" translate="no">
            {bot.reason}
          </span>
        </p>
      )}
      {pausing && (
        <Pausing
          onPause={(reason) => {
            setPausing(false);
            void act((tongue) => bots.pause(reason, tongue));
          }}
          onClose={() => {
            setPausing(false);
          }}
        />
      )}
      {problem && problem.errors.length === 0 && <ProblemNote problem={problem} />}
    </header>
  );
}

/** What is published is what stands in the fields: it is kept first. */
function useActs({ definition, isDirty }: { definition: Definition; isDirty: boolean }) {
  const tongue = useTongue();
  const { busy, problem, run } = useCall();
  const act = async (
    work: (tongue: string) => Promise<unknown>,
    text: 'saved' | 'published' = 'saved',
  ): Promise<void> => {
    const worked = await run(() => work(tongue));
    invalidate('bots/');
    if (worked) showToast({ text });
  };
  const keep = async (): Promise<void> => {
    if (isDirty) await bots.write(definition, tongue);
  };
  return {
    busy,
    problem,
    act,
    save: () => act(keep),
    publish: () =>
      act(async () => {
        await keep();
        await bots.publish(tongue);
      }, 'published'),
  };
}

function State({ bot }: { bot: Bot }): ReactNode {
  const w = useWords();
  return (
    <>
      <span className={room.state} data-state={bot.state}>
        {w(`state.${bot.state}`)}
      </span>
      {bot.version > 0 && (
        <span className={classes.said}>{w('version', { number: bot.version })}</span>
      )}
    </>
  );
}

/** With a word for the colleagues who will wonder. */
function Pausing(props: { onPause: (reason: string) => void; onClose: () => void }): ReactNode {
  const w = useWords();
  const [reason, setReason] = useState('');
  return (
    <form
      className={classes.pausing}
      onSubmit={(event) => {
        event.preventDefault();
        props.onPause(reason.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
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
      <Button size="xs" type="submit">
        {w('pause')}
      </Button>
      <Button size="xs" variant="subtle" color="gray" onClick={props.onClose}>
        {w('cancel')}
      </Button>
    </form>
  );
}
