import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { channels } from '../api/calls.ts';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { type Resource, useResource } from '../state/resource.ts';
import { campaigns, type Wanted } from './calls.ts';
import classes from './campaigns.module.css';
import { Coming } from './coming.tsx';
import { FatedPeople } from './fated.tsx';
import { hasTwin } from './foretold.ts';
import { NO_LINK } from './filling.ts';
import type { Preflight, Slice, WholeCampaign } from './types.ts';
import { useWaits, useWhy, useWords } from './words.ts';

/** In the colours of what becomes of them. */
const AS = { send: 'sent', later: 'later', held: 'held', blocked: 'blocked', missed: 'missed' };
const SHORT = 10;

/** What was looked at last of what is kept; null asks nothing. */
export function usePreflight(
  whole: WholeCampaign | null,
): Resource<Preflight> & { reload: () => void } {
  const key = whole && `campaigns/preflight/${whole.id}/${whole.updated_at}`;
  return useResource(key, () => campaigns.preflight(whole?.id ?? ''));
}

/** What would become of its people if it went now, as the hub decides when it goes. */
export function PreflightPart({ whole }: { whole: WholeCampaign }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { data, problem, reload } = usePreflight(whole);
  return (
    <section className={classes.preflight} aria-label={w('preflight')}>
      <header>
        <h2>{w('preflight')}</h2>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={reload}>
          {w('preflight.again')}
        </Button>
      </header>
      {problem && !data && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={2} />}
      {data && data.days.length > 0 && (
        <Coming days={data.days} schedule={whole.definition.schedule} />
      )}
      {data?.audience === 0 && data.days.length === 0 && (
        <p className={room.dim}>{w('preflight.none')}</p>
      )}
      {data?.is_stopped && <p className={classes.note}>{w('pre.stopped')}</p>}
      {data && data.audience > 0 && data.days.length > 0 && (
        <p className={room.dim}>{w('preflight.day')}</p>
      )}
      {data && data.audience > 0 && <Told key={data.at} id={whole.id} found={data} />}
      {data && !data.is_whole && (
        <p className={room.dim}>
          {w('preflight.part', {
            n: format.number(data.looked_at),
            all: format.number(data.audience),
          })}
        </p>
      )}
    </section>
  );
}

function Told({ id, found }: { id: string; found: Preflight }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const say = useSaid(found);
  const name = useChannelName();
  const [shown, setShown] = useState<Wanted | null>(null);
  const pressed = (wanted: Wanted): boolean => JSON.stringify(shown) === JSON.stringify(wanted);
  const open = (wanted: Wanted): void => {
    setShown(pressed(wanted) ? null : wanted);
  };
  const said = found.slices.map((one) => `${say(one)} ${format.number(one.people)}`);
  return (
    <>
      <span className={classes.bar} role="img" aria-label={said.join(', ')} title={said.join('\n')}>
        {found.slices.map((one) => (
          <i key={keyOf(one)} data-fate={AS[one.fate]} style={{ flexGrow: one.people }} />
        ))}
      </span>
      <ul className={classes.reasons} aria-label={w('fates')}>
        {found.slices.map((one) => (
          <li key={keyOf(one)} className={classes.legend}>
            <button
              type="button"
              aria-pressed={pressed(wantedOf(one))}
              onClick={() => {
                open(wantedOf(one));
              }}
            >
              <i data-fate={AS[one.fate]} aria-hidden />
              <b translate="no">{format.number(one.people)}</b>
              <span>{say(one)}</span>
            </button>
          </li>
        ))}
        {found.missing.map((one) => (
          <li key={one.variable} className={classes.legend}>
            <button
              type="button"
              aria-pressed={pressed({ lacks: one.variable })}
              onClick={() => {
                open({ lacks: one.variable });
              }}
            >
              <b translate="no">{format.number(one.people)}</b>
              <span>
                {w('pre.lacks', { name: one.variable })}{' '}
                <small className={room.dim}>
                  {one.variable === NO_LINK
                    ? w('pre.lacks.link')
                    : w('pre.lacks.some', {
                        names: one.some.map((who) => who.name || w('nobody')).join(', '),
                      })}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown && <FatedPeople key={JSON.stringify(shown)} id={id} wanted={shown} />}
      {found.channels
        .filter((one) => !one.is_active && one.people > 0)
        .map((one) => (
          <p key={one.channel_id} className={classes.note}>
            {w('pre.paused', { channel: name(one.channel_id) })}
          </p>
        ))}
      {found.slices.some((one) => one.fate === 'send') && (
        <p className={room.dim}>
          {found.seconds <= SHORT
            ? w('pre.short')
            : w('pre.long', { time: format.span(found.seconds * 1000) })}
        </p>
      )}
    </>
  );
}

function keyOf(one: Slice): string {
  return `${one.fate}/${one.why}/${one.then.join()}/${one.channel_id ?? ''}`;
}

function wantedOf(one: Slice): Wanted {
  const wanted: Wanted = { fate: one.fate, then: one.then.join() };
  if (one.why !== '') wanted.why = one.why;
  if (one.channel_id !== null) wanted.channel = one.channel_id;
  return wanted;
}

function useChannelName(): (id: string | null) => string {
  const { data } = useResource('channels', channels.list);
  return (id) => data?.items.find((one) => one.id === id)?.name ?? '…';
}

/** A slice in words, told apart from the others of this pre-flight. */
function useSaid({ at, slices }: Preflight): (one: Slice) => string {
  const w = useWords();
  const format = useFormat();
  const why = useWhy();
  const waits = useWaits();
  const { data } = useResource('channels', channels.list);
  return (one) => {
    const channel = data?.items.find((other) => other.id === one.channel_id);
    const name = channel?.name ?? '…';
    const on = hasTwin(one, slices) && channel ? w('pre.on', { channel: name }) : '';
    if (one.fate === 'missed') return w('pre.missed');
    if (one.fate !== 'send') {
      const reasons = [one.why, ...one.then].map((reason) => waits(reason) ?? why(reason));
      const said = { why: reasons.join(w('pre.then')) };
      if (one.fate === 'blocked' || one.first === null) return w(`pre.${one.fate}`, said) + on;
      return w(`pre.${one.fate}.at`, { ...said, time: format.dateTime(one.first) }) + on;
    }
    if (channel?.platform === 'webchat') return w('pre.return', { channel: name });
    const isNow = one.first === null || Date.parse(one.first) <= Date.parse(at);
    if (isNow) return w('pre.send', { channel: name });
    return w('pre.send.at', { channel: name, time: format.dateTime(one.first ?? '') });
  };
}
