import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import room from '../conditions/room.module.css';
import { useTongue } from '../conditions/tongue.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { useCan } from '../session/me.ts';
import { useCall } from '../settings/section.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import type { Page } from '../api/types.ts';
import { invalidate, overwrite, useResource } from '../state/resource.ts';
import { useStore } from '../state/store.ts';
import { Link } from 'wouter';
import classes from './bots.module.css';
import { bots } from './calls.ts';
import { leave, leaving } from './dismissing.ts';
import figures from './figures.module.css';
import { isLearned } from './learning.ts';
import { Lessons } from './lessons.tsx';
import type { Definition, Lesson, Missed as Sentence, Taught } from './types.ts';
import { useWords } from './words.ts';

/** The draft that learns. */
export interface Teaching {
  definition: Definition;
  /** Whether it can be kept as it stands. */
  ready: boolean;
  isDirty: boolean;
  onLearned: (definition: Definition) => void;
  /** A new responder for a sentence, which wants an answer. */
  onMeaning: (text: string) => void;
}

/** The sentences that nothing answered, and what can be made of each. */
export function Missed(props: Teaching & { days: number }): ReactNode {
  const { days } = props;
  const w = useWords();
  const t = useT();
  const key = `bots/not-understood/${days}`;
  const { data, problem, reload } = useResource(key, () => bots.missed(days));
  const away = useStore(leaving);
  const { problem: refused, teach } = useTeaching(props);
  const shown = (data?.items ?? []).filter(({ id }) => !away.includes(id));
  const more = async (cursor: string): Promise<void> => {
    const page = await bots.missed(days, cursor);
    overwrite<Page<Sentence>>(key, (known) => ({
      items: [...(known?.items ?? []), ...page.items],
      next: page.next,
    }));
  };
  return (
    <section className={classes.part} aria-label={w('missed')}>
      <h2 className={room.label}>{w('missed')}</h2>
      {(problem ?? refused) && <ProblemNote problem={(problem ?? refused)!} onRetry={reload} />}
      {!data && !problem && <Loading rows={3} />}
      {data && shown.length === 0 && <p className={classes.said}>{w('missed.none', { days })}</p>}
      {shown.length > 0 && !props.ready && <p className={classes.said}>{w('missed.unready')}</p>}
      <ul className={figures.missed}>
        {shown.map((one) => (
          <Row key={one.id} one={one} {...props} teach={teach} />
        ))}
      </ul>
      {data?.next != null && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() => void more(data.next ?? '')}
        >
          {t('showMore')}
        </Button>
      )}
    </section>
  );
}

/** What is taught is the kept draft: what stands in the fields is kept first. */
function useTeaching(props: Teaching) {
  const tongue = useTongue();
  const { problem, run } = useCall();
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const learn = async (call: () => Promise<Taught>): Promise<Taught | null> => {
    const { definition, isDirty, onLearned } = latest.current;
    let taught: Taught | null = null;
    await run(async () => {
      if (isDirty) await bots.write(definition, tongue);
      taught = await call();
      onLearned(taught.definition);
    });
    invalidate('bots/');
    return taught;
  };
  const teach = async (id: string, lesson: Lesson): Promise<void> => {
    const taught = await learn(() => bots.teach(id, lesson));
    if (!taught) return;
    leave(id, 'bot.taught', () => {
      if (taught.changed) void learn(() => bots.unteach(id, lesson));
    });
  };
  return { problem, teach };
}

function Row(
  props: Teaching & { one: Sentence; teach: (id: string, lesson: Lesson) => Promise<void> },
): ReactNode {
  const { one, definition } = props;
  const w = useWords();
  const format = useFormat();
  const now = useNow();
  const mayWrite = useCan('bots.write');
  return (
    <li>
      <div className={figures.sentence}>
        <Link href={`/inbox/${one.conversation_id}`} dir="auto" translate="no">
          {one.text}
        </Link>
        <small>
          {one.times > 1 && `${w('missed.times', { times: format.number(one.times) })} · `}
          {one.people > 1 && `${w('missed.people', { people: format.number(one.people) })} · `}
          <time dateTime={one.at} title={format.exact(one.at)}>
            {format.ago(one.at, now)}
          </time>
          {isLearned(definition, one.text) && ` · ${w('missed.learned')}`}
        </small>
      </div>
      {mayWrite && <Lessons {...props} />}
    </li>
  );
}
