import type { ReactNode } from 'react';
import room from '../conditions/room.module.css';
import { Lines } from '../conditions/reading.tsx';
import { sentence } from '../conditions/draft.ts';
import { ProblemNote } from '../shell/states.tsx';
import type { Answer } from './checked.ts';
import { compared, type Line } from './draft.ts';
import classes from './rules.module.css';
import type { Version } from './types.ts';
import { useWords } from './words.ts';

/** What it does in plain words; beside what is in force, where that says something else. */
export function Meaning(props: {
  answer: Answer;
  /** The hub's reading of what it keeps, as long as nothing is changed. */
  kept: string;
  ready: boolean;
  inForce: Version | null;
}): ReactNode {
  const { answer, ready, inForce } = props;
  const w = useWords();
  const reading = answer.checked?.reading ?? props.kept;
  const differs = inForce !== null && reading !== '' && inForce.reading !== reading;
  const { problem } = answer;
  return (
    <section className={classes.meaning} aria-label={w('means')}>
      {differs ? (
        <SideBySide inForce={inForce} reading={reading} />
      ) : (
        <div className={room.reading}>
          <span className={room.label}>{w('means')}</span>
          <p aria-live="polite" dir="auto" translate="no">
            {ready ? <Lines text={reading} /> : <span className={room.dim}>{w('blank')}</span>}
          </p>
        </div>
      )}
      {problem && problem.errors.length === 0 && <ProblemNote problem={problem} />}
      <Ring names={answer.checked?.ring ?? []} />
    </section>
  );
}

function SideBySide({ inForce, reading }: { inForce: Version; reading: string }): ReactNode {
  const w = useWords();
  const [before, after] = compared(inForce.reading, reading);
  return (
    <div className={classes.sides}>
      <Side title={w('in_force', { number: inForce.number })} lines={before} sign="−" />
      <Side title={w('draft')} lines={after} sign="+" />
    </div>
  );
}

function Side(props: { title: string; lines: Line[]; sign: string }): ReactNode {
  const w = useWords();
  return (
    <div className={classes.side} data-sign={props.sign}>
      <span className={room.label}>{props.title}</span>
      <ol>
        {props.lines.map(({ text, differs }, index) => (
          <li key={index} data-differs={differs} style={{ paddingInlineStart: indent(text) }}>
            {differs && (
              <i role="img" aria-label={w(props.sign === '+' ? 'added' : 'removed')}>
                {props.sign}
              </i>
            )}
            <span dir="auto" translate="no">
              {sentence(text.trim())}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function indent(line: string): number {
  return 18 + Math.min(3, (line.length - line.trimStart().length) / 2) * 14;
}

/** Rules that may set one another off for ever: told before, not when it has happened. */
function Ring({ names }: { names: readonly string[] }): ReactNode {
  const w = useWords();
  if (names.length === 0) return null;
  return (
    <p className={classes.ring} role="alert">
      {w('ring')}{' '}
      <span dir="auto" translate="no">
        {names.join(' → ')}
      </span>
    </p>
  );
}
