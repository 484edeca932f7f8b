import '@mantine/core/styles/Pill.layer.css';
import '@mantine/core/styles/PillsInput.layer.css';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft, IconPlus, IconUsersGroup } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { Page } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { PHONE } from '../shell/rail.tsx';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { invalidate, overwrite, useResource } from '../state/resource.ts';
import { segments } from './calls.ts';
import { sentence, type Starter, STARTERS } from '../conditions/draft.ts';
import { SegmentEditor } from './editor.tsx';
import { useMoving } from '../conditions/moving.ts';
import room from '../conditions/room.module.css';
import { Tabs } from '../conditions/tabs.tsx';
import { useTongue } from '../conditions/tongue.ts';
import classes from './segments.module.css';
import type { Condition } from '../conditions/types.ts';
import type { Segment } from './types.ts';
import { useWords } from './words.ts';

const NOTHING: Condition = { all: [] };

export default function SegmentsPage(props: { segment: string | null }): ReactNode {
  const w = useWords();
  const isPhone = useMediaQuery(PHONE) ?? false;
  const shows = isPhone ? (props.segment ? 'pane' : 'list') : 'all';
  return (
    <div className={room.page} data-shows={shows}>
      <section className={room.list} aria-label={w('title')}>
        <SegmentList open={props.segment} />
      </section>
      <section className={room.pane} aria-label={w('question')}>
        {isPhone && props.segment && (
          <Link href="/segments" className={room.backward}>
            <IconArrowLeft size={18} /> {w('title')}
          </Link>
        )}
        {props.segment === 'new' && <New />}
        {props.segment !== null && props.segment !== 'new' && (
          <Saved key={props.segment} id={props.segment} />
        )}
        {props.segment === null && <Start />}
      </section>
    </div>
  );
}

function New(): ReactNode {
  const start = new URLSearchParams(useSearch()).get('start') ?? '';
  const condition = start in STARTERS ? STARTERS[start as Starter] : NOTHING;
  return <SegmentEditor key={start} segment={null} starts={condition} />;
}

function Saved({ id }: { id: string }): ReactNode {
  const w = useWords();
  const tongue = useTongue();
  const { data, problem, reload } = useResource(`segments/one/${id}`, () =>
    segments.get(id, tongue),
  );
  if (problem) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading />;
  const { segment } = data;
  if (segment.archived_at === null) {
    return <SegmentEditor key={segment.updated_at} segment={segment} starts={segment.definition} />;
  }
  const back = async (): Promise<void> => {
    await segments.change(id, { archived: false });
    invalidate('segments/');
  };
  return (
    <Empty title={w('gone')}>
      <Button variant="default" onClick={() => void back()}>
        {w('back')}
      </Button>
    </Empty>
  );
}

/** Where to begin: three questions that many ask, and an empty page. */
function Start(): ReactNode {
  const w = useWords();
  const mayWrite = useCan('segments.write');
  return (
    <Empty
      icon={<IconUsersGroup size={32} stroke={1.4} />}
      title={w('none')}
      text={mayWrite ? w('none.text') : undefined}
    >
      {mayWrite && <Starters />}
    </Empty>
  );
}

function Starters(): ReactNode {
  const w = useWords();
  const [, navigate] = useLocation();
  return (
    <div className={classes.starters}>
      {(Object.keys(STARTERS) as Starter[]).map((name) => (
        <Button
          key={name}
          variant="default"
          onClick={() => {
            navigate(`/segments/new?start=${name}`);
          }}
        >
          {w(`start.${name}`)}
        </Button>
      ))}
      <Button
        variant="subtle"
        onClick={() => {
          navigate('/segments/new');
        }}
      >
        {w('start.blank')}
      </Button>
    </div>
  );
}

function SegmentList({ open }: { open: string | null }): ReactNode {
  const t = useT();
  const w = useWords();
  const tongue = useTongue();
  const [, navigate] = useLocation();
  const mayWrite = useCan('segments.write');
  const isPhone = useMediaQuery(PHONE) ?? false;
  const key = `segments/list/${tongue}`;
  const { data, problem, reload } = useResource(key, () => segments.list(tongue));
  useMoving(data?.items ?? [], open, '/segments');
  const more = async (page: Page<Segment>): Promise<void> => {
    const next = await segments.list(tongue, page.next ?? undefined);
    overwrite<Page<Segment>>(key, (known) => ({
      items: [...(known?.items ?? []), ...next.items],
      next: next.next,
    }));
  };
  return (
    <>
      <header className={room.head}>
        <Tabs open="segments" />
        {mayWrite && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={15} />}
            aria-label={w('add.whole')}
            onClick={() => {
              navigate('/segments/new');
            }}
          >
            {w('add')}
          </Button>
        )}
      </header>
      <div className={room.rows}>
        {problem && <ProblemNote problem={problem} onRetry={reload} />}
        {!data && !problem && <Loading rows={6} />}
        {data?.items.length === 0 && (
          <Empty title={w('list.empty')} text={w('list.empty.text')}>
            {isPhone && mayWrite && <Starters />}
          </Empty>
        )}
        {data?.items.map((one) => (
          <SegmentRow key={one.id} segment={one} selected={one.id === open} />
        ))}
        {data?.next != null && (
          <Button variant="subtle" color="gray" fullWidth onClick={() => void more(data)}>
            {t('showMore')}
          </Button>
        )}
      </div>
    </>
  );
}

function SegmentRow(props: { segment: Segment; selected: boolean }): ReactNode {
  const { segment } = props;
  const w = useWords();
  const format = useFormat();
  return (
    <Link
      href={`/segments/${segment.id}`}
      className={room.row}
      aria-current={props.selected ? 'true' : undefined}
    >
      <span className={room.rowName}>
        <b dir="auto" translate="no">
          {segment.name}
        </b>
        <small dir="auto" translate="no">
          {sentence(segment.reading.replace(/[\s•]+/g, ' '))}
        </small>
      </span>
      <span className={room.count} title={segment.trouble || undefined} translate="no">
        {segment.count === null ? w('not.counted') : format.number(segment.count)}
      </span>
    </Link>
  );
}
