import { Button, SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { hubNow } from '../i18n/hub-time.ts';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import classes from './bots.module.css';
import { bots } from './calls.ts';
import figures from './figures.module.css';
import { byResponder, lastOf, OUTCOMES, totalOf } from './learning.ts';
import { Missed, type Teaching } from './missed.tsx';
import type { Count } from './types.ts';
import { useWords } from './words.ts';

/** Sentences are kept for as long as the longest. */
const SPANS = [7, 30, 90] as const;

/** What the bot did in the last days, and what it did not understand. */
export function FiguresPart(props: Teaching): ReactNode {
  const w = useWords();
  const [days, setDays] = useState<number>(7);
  const { data, problem, reload } = useResource(`bots/counters/${days}`, () => bots.counters(days));
  return (
    <div className={classes.body}>
      <section className={classes.part} aria-label={w('did')}>
        <div className={figures.line}>
          <h2 className={room.label}>{w('did')}</h2>
          <SegmentedControl
            size="xs"
            aria-label={w('did.since')}
            data={SPANS.map((one) => ({ value: String(one), label: w(`did.${one}`) }))}
            value={String(days)}
            onChange={(chosen) => {
              setDays(Number(chosen));
            }}
          />
        </div>
        {problem && <ProblemNote problem={problem} onRetry={reload} />}
        {!data && !problem && <Loading rows={3} />}
        {data && data.items.length > 0 && <Counts counts={data.items} />}
        {data?.items.length === 0 && <Nothing days={days} show={setDays} />}
      </section>
      <Missed key={days} days={days} {...props} />
    </div>
  );
}

/** Days without a word, as after a holiday, say nothing of the bot: when it last spoke does. */
function Nothing(props: { days: number; show: (days: number) => void }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const longest = Math.max(...SPANS);
  const isLongest = props.days === longest;
  const { data } = useResource(isLongest ? null : `bots/counters/${longest}`, () =>
    bots.counters(longest),
  );
  const today = new Date(hubNow()).toISOString().slice(0, 10);
  const last = lastOf(data?.items ?? [], SPANS, today);
  return (
    <div className={figures.nothing}>
      <p className={classes.said}>{w('did.nothing', { days: props.days })}</p>
      {last && (
        <>
          <p className={classes.said}>
            {w('did.last', { day: format.date(`${last.day}T12:00:00`) })}
          </p>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              props.show(last.span);
            }}
          >
            {w('did.show', { days: last.span })}
          </Button>
        </>
      )}
    </div>
  );
}

function Counts({ counts }: { counts: readonly Count[] }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const rows = byResponder(counts);
  const total = totalOf(counts);
  return (
    <>
      <p className={figures.total}>
        {w('did.total', {
          answered: format.number(total.answered),
          handed_over: format.number(total.handed_over),
          not_understood: format.number(total.not_understood),
        })}
      </p>
      <table className={figures.counts}>
        <thead>
          <tr>
            <th scope="col">{w('did.who')}</th>
            {OUTCOMES.map((one) => (
              <th key={one} scope="col">
                {w(`did.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, numbers]) => (
            <tr key={name}>
              <th scope="row">
                {name === '' ? (
                  <i>{w('did.itself')}</i>
                ) : (
                  <span dir="auto" translate="no">
                    {name}
                  </span>
                )}
              </th>
              {OUTCOMES.map((one) => (
                <td key={one} data-none={numbers[one] === 0} translate="no">
                  {format.number(numbers[one])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
