import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsked } from '../conditions/asked.ts';
import { sentence } from '../conditions/draft.ts';
import room from '../conditions/room.module.css';
import { useTongue } from '../conditions/tongue.ts';
import { useFormat } from '../i18n/context.tsx';
import { agentNames } from '../inbox/live.ts';
import { compared, type Line } from '../rules/draft.ts';
import rules from '../rules/rules.module.css';
import { useCan } from '../session/me.ts';
import { useCall } from '../settings/section.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { showToast } from '../shell/toasts.ts';
import { invalidate } from '../state/resource.ts';
import { useStore } from '../state/store.ts';
import classes from './bots.module.css';
import { bots } from './calls.ts';
import { type Difference, differing } from './differing.ts';
import { definitionOf, draftOf } from './draft.ts';
import type { Bot, Definition, Version } from './types.ts';
import { useWords } from './words.ts';

/** The draft in words beside what is in force, and all versions that were. */
export function Changes(props: { bot: Bot; definition: Definition; reading: string }): ReactNode {
  const { bot, definition, reading } = props;
  const w = useWords();
  const tongue = useTongue();
  const inForce = bot.versions.find((one) => one.number === bot.version);
  const { answer } = useAsked(inForce ? JSON.stringify(inForce.definition) : null, (asked) =>
    bots.check(JSON.parse(asked) as Definition, tongue),
  );
  const before = answer?.reading ?? '';
  const differs = before !== '' && reading !== '' && before !== reading;
  const [old, now] = compared(before, reading);
  const all = inForce ? differing(definitionOf(draftOf(inForce.definition)), definition) : [];
  return (
    <div className={classes.body}>
      {inForce && <Differences all={all} />}
      <section className={rules.meaning} aria-label={w('means')}>
        {differs ? (
          <div className={rules.sides}>
            <Side title={w('in_force', { number: bot.version })} lines={old} sign="−" />
            <Side title={w('draft')} lines={now} sign="+" />
          </div>
        ) : (
          <>
            {reading === '' ? (
              <p className={room.dim}>{w('blank')}</p>
            ) : (
              <Side title={w('means')} lines={compared(reading, reading)[0]} sign="+" />
            )}
          </>
        )}
      </section>
      {bot.versions.length > 0 && <Versions bot={bot} />}
    </div>
  );
}

/** By name: the readings beside one another leave out languages and examples. */
function Differences({ all }: { all: readonly Difference[] }): ReactNode {
  const w = useWords();
  if (all.length === 0) return <p className={classes.said}>{w('same')}</p>;
  return (
    <ul className={classes.differences} aria-label={w('differs')}>
      {all.map(({ kind, names }) => (
        <li key={kind}>
          {w(`differs.${kind}`)}{' '}
          <b dir="auto" translate="no">
            {names.join(', ')}
          </b>
        </li>
      ))}
    </ul>
  );
}

function Side(props: { title: string; lines: Line[]; sign: string }): ReactNode {
  const w = useWords();
  return (
    <div className={rules.side} data-sign={props.sign}>
      <span className={room.label}>{props.title}</span>
      <ol>
        {props.lines.map(({ text, differs }, index) => (
          <li
            key={index}
            data-differs={differs}
            data-title={isTitle(props.lines, index)}
            className={classes.lineOf}
          >
            {differs && text !== '' && (
              <i role="img" aria-label={w(props.sign === '+' ? 'added' : 'removed')}>
                {props.sign}
              </i>
            )}
            <span
              dir="auto"
              translate="no"
              style={{ paddingInlineStart: 18 + 7 * (text.length - text.trimStart().length) }}
            >
              {sentence(text.trim())}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A paragraph's first line is a responder's name; the last paragraph is but a sentence. */
function isTitle(lines: readonly Line[], index: number): boolean {
  const follows = (at: number): boolean => (lines[at]?.text ?? '') !== '';
  return !follows(index - 1) && follows(index + 1) && follows(index);
}

/** What was in force, the newest first; each can be put back. */
function Versions({ bot }: { bot: Bot }): ReactNode {
  const w = useWords();
  const tongue = useTongue();
  const { busy, problem, run } = useCall();
  const mayWrite = useCan('bots.write');
  const back = async (number: number): Promise<void> => {
    const worked = await run(() => bots.rollBack(number, tongue));
    invalidate('bots/');
    if (worked) showToast({ text: 'saved' });
  };
  return (
    <section className={rules.versions} aria-label={w('versions')}>
      <h2 className={room.label}>{w('versions')}</h2>
      {problem && <ProblemNote problem={problem} />}
      <ol>
        {bot.versions.map((one) => (
          <li key={one.number}>
            <div className={rules.line}>
              <b>{w('version', { number: one.number })}</b>
              {one.number === bot.version && <span className={rules.now}>{w('newest')}</span>}
              <When version={one} />
              {mayWrite && one.number !== bot.version && (
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={busy}
                  aria-label={w('roll_back.whole', { number: one.number })}
                  onClick={() => void back(one.number)}
                >
                  {w('roll_back')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function When({ version }: { version: Version }): ReactNode {
  const format = useFormat();
  const names = useStore(agentNames);
  const by = names[version.published_by.by?.replace(/^user:/, '') ?? ''];
  return (
    <span className={rules.said}>
      <time dateTime={version.published_at} title={format.exact(version.published_at)}>
        {format.date(version.published_at)}
      </time>
      {by && (
        <>
          {' · '}
          <span dir="auto" translate="no">
            {by}
          </span>
        </>
      )}
    </span>
  );
}
