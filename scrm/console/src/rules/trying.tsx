import { Button, Progress, SegmentedControl } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import room from '../conditions/room.module.css';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { Empty, ProblemNote } from '../shell/states.tsx';
import { AT_ANY_TIME } from './draft.ts';
import type { Definition, Found, Touched, Trial } from './types.ts';
import classes from './trying.module.css';
import { useTrial } from './trial.ts';
import { useWords } from './words.ts';

const SPANS = ['7d', '30d', '90d'] as const;
const FOUND: readonly Found[] = ['new', 'gone', 'same'];
const SIGNS: Record<Found, string> = { new: '+', gone: '−', same: '=' };

/** Whom the rule would have touched in the past, when, and by which message. */
export function Trying(props: {
  id: string | null;
  definition: Definition;
  ready: boolean;
}): ReactNode {
  const w = useWords();
  const [since, setSince] = useState<string>('30d');
  const trial = useTrial(props.id, props.definition, since);
  const { found, problem, busy } = trial;
  const isTimed = props.definition.when === AT_ANY_TIME;
  return (
    <section className={classes.trying} aria-label={w('past')} aria-busy={busy || undefined}>
      <h2 className={room.label}>{w('past')}</h2>
      <div className={classes.ask}>
        <SegmentedControl
          size="xs"
          aria-label={w('past.since')}
          data={SPANS.map((one) => ({ value: one, label: w(`past.${one}`) }))}
          value={since}
          onChange={setSince}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconHistory size={15} />}
          disabled={!props.ready || busy || isTimed}
          onClick={() => void trial.run()}
        >
          {w('past.try')}
        </Button>
      </div>
      {busy && <Waiting />}
      {problem?.code === 'too_costly' && <p className={room.wrong}>{w('past.costly')}</p>}
      {problem && problem.code !== 'too_costly' && problem.errors.length === 0 && (
        <ProblemNote problem={problem} onRetry={() => void trial.run()} />
      )}
      {isTimed && <p className={room.dim}>{w('past.timed')}</p>}
      {!isTimed && !found && !busy && !problem && (
        <p className={room.dim}>{w(props.ready ? 'past.text' : 'blank')}</p>
      )}
      {found && !busy && (
        <>
          {trial.isStale && <p className={classes.stale}>{w('past.stale')}</p>}
          <Result trial={found} which={trial.which} choose={trial.choose} more={trial.more} />
        </>
      )}
    </section>
  );
}

/** It takes what it takes, twenty seconds at most; that it goes on is seen. */
function Waiting(): ReactNode {
  const w = useWords();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      setSeconds((before) => before + 1);
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <div className={classes.waiting} role="status">
      <Progress
        value={Math.min(97, 100 * (1 - 0.88 ** (seconds + 1)))}
        aria-label={w('past.busy')}
      />
      <span>{w('past.busy')}</span>
    </div>
  );
}

function Result(props: {
  trial: Trial;
  which: Found | null;
  choose: (which: Found | null) => void;
  more: () => void;
}): ReactNode {
  const { trial, which } = props;
  const w = useWords();
  const t = useT();
  const format = useFormat();
  const all = FOUND.reduce((sum, one) => sum + trial.counts[one], 0);
  const since = format.date(trial.since);
  if (all === 0) {
    return <Empty title={w('past.nobody', { since })} text={w('past.nobody.text')} />;
  }
  return (
    <>
      <div className={classes.counts} role="group" aria-label={w('past.show')}>
        {[null, ...FOUND].map((one) => (
          <button
            key={one ?? 'all'}
            type="button"
            aria-pressed={one === which}
            data-found={one ?? 'all'}
            title={w(`found.${one ?? 'all'}.hint`)}
            onClick={() => {
              props.choose(one);
            }}
          >
            {w(`found.${one ?? 'all'}`)}{' '}
            <b translate="no">{format.number(one === null ? all : trial.counts[one])}</b>
          </button>
        ))}
      </div>
      <p className={room.dim}>
        {w(trial.version === 0 ? 'past.alone' : 'past.beside', {
          version: trial.version,
          events: format.number(trial.looked_at),
          since,
        })}
      </p>
      <p className={room.dim} dir="auto" translate="no">
        {w('past.would', { would: trial.would.join(w('past.and')) })}
      </p>
      <Hits items={trial.items} />
      {trial.next !== null && (
        <Button variant="subtle" color="gray" size="compact-sm" fullWidth onClick={props.more}>
          {t('showMore')}
        </Button>
      )}
    </>
  );
}

function Hits({ items }: { items: readonly Touched[] }): ReactNode {
  const w = useWords();
  return (
    <table className={classes.hits}>
      <thead>
        <tr>
          <th scope="col">{w('past.who')}</th>
          <th scope="col">{w('past.which')}</th>
          <th scope="col">{w('past.when')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <Hit key={one.contact_id} hit={one} />
        ))}
      </tbody>
    </table>
  );
}

function Hit({ hit }: { hit: Touched }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const now = useNow();
  return (
    <tr data-found={hit.found}>
      <th scope="row">
        <i
          role="img"
          aria-label={w(`found.${hit.found}.hint`)}
          title={w(`found.${hit.found}.hint`)}
        >
          {SIGNS[hit.found]}
        </i>
        <Link href={`/contacts/${hit.contact_id}`} dir="auto" translate="no">
          {hit.name}
        </Link>
      </th>
      <td>
        {hit.message_id === null ? (
          <span className={room.dim}>{w('past.no_message')}</span>
        ) : (
          <Link href={`/messages/${hit.message_id}`} dir="auto" translate="no">
            {hit.excerpt || w('past.message')}
          </Link>
        )}
      </td>
      <td>
        <time dateTime={hit.at} title={format.exact(hit.at)}>
          {format.ago(hit.at, now)}
        </time>
      </td>
    </tr>
  );
}
