import type { ReactNode } from 'react';
import classes from './trying.module.css';
import type { Said, Turn, Verdict } from './types.ts';
import { type Word, useWords } from './words.ts';

/** What somebody says, what the bot would answer, and why it is this answer. */
export function TurnView(props: {
  text: string;
  /** Null as long as the hub has not said. */
  turn: Turn | null;
  onPress: (value: string) => void;
}): ReactNode {
  const { turn } = props;
  return (
    <>
      <p className={classes.theirs} dir="auto" translate="no">
        {props.text}
      </p>
      {turn?.answer && <Answer said={turn.answer} onPress={props.onPress} />}
      {turn && <Outcome turn={turn} />}
    </>
  );
}

function Answer({ said, onPress }: { said: Said; onPress: (value: string) => void }): ReactNode {
  return (
    <div className={classes.ours} translate="no">
      <p dir="auto">{said.text}</p>
      {said.buttons?.map((one) =>
        one.url ? (
          <a key={one.label} href={one.url} target="_blank" rel="noreferrer">
            {one.label} ↗
          </a>
        ) : (
          <button
            key={one.label}
            type="button"
            onClick={() => {
              onPress(one.label);
            }}
          >
            {one.label}
          </button>
        ),
      )}
    </div>
  );
}

function outcomeOf(turn: Turn): Word {
  if (turn.outcome === 'silent')
    return turn.silence === '' ? 'silent.echo' : `silent.${turn.silence}`;
  if (turn.reason !== '') return `called.${turn.reason}`;
  return turn.responder === '' ? 'outcome.nothing' : 'outcome.answers';
}

function Outcome({ turn }: { turn: Turn }): ReactNode {
  const w = useWords();
  const before = turn.verdicts.filter((one) => one.why !== 'earlier');
  const isCalled = turn.reason !== '' || turn.outcome === 'silent';
  return (
    <details className={classes.why} data-calls={isCalled}>
      <summary>
        {turn.responder !== '' && (
          <b dir="auto" translate="no">
            {turn.responder}
          </b>
        )}{' '}
        {w(outcomeOf(turn))}
        {turn.assign !== '' && (
          <>
            {' '}
            <span translate="no">{turn.assign}</span>
          </>
        )}
      </summary>
      <ol>
        {before.map((one) => (
          <VerdictRow key={one.responder} verdict={one} />
        ))}
      </ol>
      {turn.scores.length > 0 && <Likeness turn={turn} />}
    </details>
  );
}

function VerdictRow({ verdict }: { verdict: Verdict }): ReactNode {
  const w = useWords();
  return (
    <li data-why={verdict.why}>
      <b dir="auto" translate="no">
        {verdict.responder}
      </b>{' '}
      <span>{w(`why.${verdict.why}`)}</span>
      <small dir="auto" translate="no">
        {verdict.reading}
      </small>
    </li>
  );
}

/** How much it is like what is known, for whoever wonders why it was not understood. */
function Likeness({ turn }: { turn: Turn }): ReactNode {
  const w = useWords();
  const best = turn.scores[0];
  if (!best) return null;
  return (
    <p>
      {w('like', { percent: Math.round(best.score * 100) })}{' '}
      <span dir="auto" translate="no">
        {best.intent}: “{best.example}”
      </span>
    </p>
  );
}
