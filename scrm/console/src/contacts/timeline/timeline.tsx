import { Button } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { contacts } from '../../api/calls.ts';
import type { Page, TimelineEntry } from '../../api/types.ts';
import { useFormat, useT } from '../../i18n/context.tsx';
import { useCan } from '../../session/me.ts';
import { Loading, ProblemNote } from '../../shell/states.tsx';
import { overwrite, useResource } from '../../state/resource.ts';
import { eventWord } from '../events.ts';
import { OwnData } from './data.tsx';
import { Details } from './details.tsx';
import { isOwn, nameOf } from './own-data.ts';
import { messageOf, Said, type Spoken, spokenIn } from './said.tsx';
import classes from './timeline.module.css';
import { useWords } from './words.ts';

const SHORT = 6;

interface Told extends Page<TimelineEntry> {
  spoken: Spoken;
}

async function look(id: string, mayRead: boolean, cursor?: string): Promise<Told> {
  const page = await contacts.timeline(id, cursor);
  return { ...page, spoken: mayRead ? await spokenIn(page.items) : {} };
}

async function loadMore(key: string, id: string, mayRead: boolean, told: Told): Promise<void> {
  const more = await look(id, mayRead, told.next ?? undefined);
  overwrite<Told>(key, (known) => ({
    items: [...(known?.items ?? []), ...more.items],
    spoken: { ...known?.spoken, ...more.spoken },
    next: more.next,
  }));
}

/** What happened with this person, newest first, day by day. */
export function ContactTimeline(props: { id: string; short?: boolean }): ReactNode {
  const { id, short } = props;
  const t = useT();
  const mayRead = useCan('conversations.read');
  const key = `timeline/${id}`;
  const { data, problem, reload } = useResource(key, () => look(id, mayRead));
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading rows={4} height={18} />;
  return (
    <>
      <Days entries={short ? data.items.slice(0, SHORT) : data.items} spoken={data.spoken} />
      {!short && data.next !== null && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() => void loadMore(key, id, mayRead, data)}
        >
          {t('showMore')}
        </Button>
      )}
    </>
  );
}

function Days(props: { entries: readonly TimelineEntry[]; spoken: Spoken }): ReactNode {
  const format = useFormat();
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of props.entries) {
    const day = format.day(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days].map(([day, entries]) => (
    <Fragment key={day}>
      <h3 className={classes.day}>{day}</h3>
      <ol className={classes.events}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} spoken={props.spoken} />
        ))}
      </ol>
    </Fragment>
  ));
}

function Entry({ entry, spoken }: { entry: TimelineEntry; spoken: Spoken }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const word = eventWord(entry.kind);
  const said = spoken[messageOf(entry) ?? ''];
  return (
    <li data-strong={entry.kind.startsWith('message.')}>
      <span>
        {word ? (
          w(word)
        ) : (
          <span translate="no" title={entry.kind}>
            {nameOf(entry.kind)}
          </span>
        )}
        <Details entry={entry} />
        {said && <Said message={said} />}
        {isOwn(entry.kind) && <OwnData data={entry.data} />}
      </span>
      <time dateTime={entry.at} title={format.exact(entry.at)}>
        {format.clock(entry.at)}
      </time>
    </li>
  );
}
