import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import classes from './bots.module.css';
import { bots } from './calls.ts';
import figures from './figures.module.css';
import { byResponder, OUTCOMES, totalOf } from './learning.ts';
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
        {data && <Counts counts={data.items} days={days} />}
      </section>
      <Missed key={days} days={days} {...props} />
    </div>
  );
}

function Counts({ counts, days }: { counts: readonly Count[]; days: number }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const rows = byResponder(counts);
  const total = totalOf(counts);
  if (rows.length === 0) return <p className={classes.said}>{w('did.nothing', { days })}</p>;
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
