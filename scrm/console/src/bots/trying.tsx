import { Button, Select, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { channels } from '../api/calls.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { MOST_TEXTS, useTrial } from './trial.ts';
import { TurnView } from './turn.tsx';
import classes from './trying.module.css';
import type { Definition, Wish } from './types.ts';
import { useWords } from './words.ts';

type Which = 'draft' | 'live';
type Hours = 'now' | 'open' | 'closed';

/** A chat with the bot as it stands here, or as it is in force. Nobody is written to. */
export function Trying(props: {
  definition: Definition;
  ready: boolean;
  isLive: boolean;
}): ReactNode {
  const w = useWords();
  const [texts, setTexts] = useState<readonly string[]>([]);
  const [which, setWhich] = useState<Which>('draft');
  const [hours, setHours] = useState<Hours>('now');
  const [channel, setChannel] = useState('');
  const shown = props.isLive ? which : 'draft';
  const wish: Wish = {
    texts: texts.slice(-MOST_TEXTS),
    ...(shown === 'live' ? { bot: 'live' } : { definition: props.definition }),
    ...(channel !== '' && { channel_id: channel }),
    ...(hours !== 'now' && { hours }),
  };
  const { trial, problem } = useTrial(shown === 'live' || props.ready ? wish : null);
  const say = (text: string): void => {
    setTexts((before) => [...before, text]);
  };
  const isBlank = shown === 'draft' && !props.ready;
  const answered = trial?.turns ?? [];
  return (
    <section className={classes.trying} aria-label={w('try')}>
      <header className={classes.head}>
        <h2>{w('try')}</h2>
        {texts.length > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={() => {
              setTexts([]);
            }}
          >
            {w('try.again')}
          </Button>
        )}
      </header>
      <Circumstances
        which={shown}
        setWhich={props.isLive ? setWhich : null}
        hours={hours}
        setHours={setHours}
        channel={channel}
        setChannel={setChannel}
      />
      <div className={classes.talk} role="log" aria-label={w('try.talk')}>
        {texts.length === 0 && !isBlank && <p className={classes.hint}>{w('try.text')}</p>}
        {wish.texts.map((text, index) => {
          const turn = answered[index];
          return (
            <TurnView
              key={index}
              text={text}
              turn={turn?.text === text ? turn : null}
              onPress={say}
            />
          );
        })}
        {problem && <Refused problem={problem} />}
        {isBlank && <p className={classes.hint}>{w('try.blank')}</p>}
      </div>
      <Say onSay={say} />
    </section>
  );
}

function Refused({
  problem,
}: {
  problem: Parameters<typeof ProblemNote>[0]['problem'];
}): ReactNode {
  const w = useWords();
  if (problem.errors.length === 0) return <ProblemNote problem={problem} />;
  return (
    <p className={classes.hint} role="alert">
      {w('try.mistaken')}
    </p>
  );
}

function Circumstances(props: {
  which: Which;
  setWhich: ((which: Which) => void) | null;
  hours: Hours;
  setHours: (hours: Hours) => void;
  channel: string;
  setChannel: (id: string) => void;
}): ReactNode {
  const w = useWords();
  const { data } = useResource('channels', channels.list);
  const { setWhich } = props;
  const live = (data?.items ?? []).filter((one) => one.state !== 'archive');
  return (
    <div className={classes.circumstances}>
      {setWhich && (
        <Select
          size="xs"
          aria-label={w('try.which')}
          data={(['draft', 'live'] as const).map((one) => ({
            value: one,
            label: w(`try.${one}`),
          }))}
          value={props.which}
          onChange={(one) => {
            if (one) setWhich(one);
          }}
        />
      )}
      <Select
        size="xs"
        aria-label={w('try.hours')}
        data={(['now', 'open', 'closed'] as const).map((one) => ({
          value: one,
          label: w(`try.${one}`),
        }))}
        value={props.hours}
        onChange={(one) => {
          if (one) props.setHours(one);
        }}
      />
      <Select
        size="xs"
        aria-label={w('channel')}
        renderOption={({ option }) => (
          <span translate={option.value === '' ? undefined : 'no'}>{option.label}</span>
        )}
        data={[
          { value: '', label: w('channel.any') },
          ...live.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={props.channel}
        onChange={(id) => {
          props.setChannel(id ?? '');
        }}
      />
    </div>
  );
}

function Say({ onSay }: { onSay: (text: string) => void }): ReactNode {
  const w = useWords();
  const [text, setText] = useState('');
  return (
    <form
      className={classes.say}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onSay(text.trim());
        setText('');
      }}
    >
      <TextInput
        aria-label={w('try.say')}
        placeholder={w('try.say')}
        maxLength={1000}
        dir="auto"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <Button type="submit" variant="default" px={10} aria-label={w('try.send')}>
        <IconSend size={16} />
      </Button>
    </form>
  );
}
