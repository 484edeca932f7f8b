import '@mantine/core/styles/Pill.layer.css';
import '@mantine/core/styles/PillsInput.layer.css';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft, IconBolt, IconPlus } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useMoving } from '../conditions/moving.ts';
import room from '../conditions/room.module.css';
import { Tabs } from '../conditions/tabs.tsx';
import { useTongue } from '../conditions/tongue.ts';
import { isWord, useWords as useConditionWords } from '../conditions/words.ts';
import { useFormat } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { PHONE } from '../shell/rail.tsx';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { invalidate, useResource } from '../state/resource.ts';
import { rules } from './calls.ts';
import { AT_ANY_TIME, blankDraft, draftOf, draftSaying } from './draft.ts';
import { RuleEditor } from './editor.tsx';
import classes from './rules.module.css';
import { isStarter, STARTERS, type Starter } from './starters.ts';
import type { Rule } from './types.ts';
import { useWords } from './words.ts';

const PackOffer = lazy(() => import('../packs/offer.tsx'));

export default function RulesPage(props: { rule: string | null }): ReactNode {
  const w = useWords();
  const isPhone = useMediaQuery(PHONE) ?? false;
  const shows = isPhone ? (props.rule ? 'pane' : 'list') : 'all';
  return (
    <div className={room.page} data-shows={shows}>
      <section className={room.list} aria-label={w('title')}>
        <RuleList open={props.rule} />
      </section>
      <section className={room.pane} aria-label={w('rule')}>
        {isPhone && props.rule && (
          <Link href="/rules" className={room.backward}>
            <IconArrowLeft size={18} /> {w('title')}
          </Link>
        )}
        {props.rule === 'new' && <New />}
        {props.rule !== null && props.rule !== 'new' && <Kept key={props.rule} id={props.rule} />}
        {props.rule === null && <Start />}
      </section>
    </div>
  );
}

function New(): ReactNode {
  const w = useWords();
  const asked = new URLSearchParams(useSearch());
  const start = asked.get('start') ?? '';
  const text = asked.get('text') ?? '';
  const draft = isStarter(start)
    ? draftOf({ ...STARTERS[start], name: w(`start.${start}`) })
    : text === ''
      ? blankDraft()
      : draftSaying(text);
  return <RuleEditor key={start + text} whole={null} starts={draft} />;
}

function Kept({ id }: { id: string }): ReactNode {
  const w = useWords();
  const tongue = useTongue();
  const { data, problem, reload } = useResource(`rules/one/${id}/${tongue}`, () =>
    rules.get(id, tongue),
  );
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading />;
  if (data.rule.state !== 'archived') {
    return (
      <RuleEditor
        key={`${id}/${data.rule.version}`}
        whole={data}
        starts={draftOf(data.rule.definition)}
      />
    );
  }
  const back = async (): Promise<void> => {
    await rules.change(id, { archived: false });
    invalidate('rules/');
  };
  return (
    <Empty title={w('gone')} text={w('gone.text')}>
      <Button variant="default" onClick={() => void back()}>
        {w('back')}
      </Button>
    </Empty>
  );
}

/** Where to begin: rules that many write, and an empty page. */
function Start(): ReactNode {
  const w = useWords();
  const mayWrite = useCan('rules.write');
  return (
    <Empty
      icon={<IconBolt size={32} stroke={1.4} />}
      title={w('none')}
      text={mayWrite ? w('none.text') : undefined}
    >
      {mayWrite && <Starters />}
      {mayWrite && <Packs />}
    </Empty>
  );
}

/** Only while there are no rules: a pack is to begin with. It stays to say what came of it. */
function Packs(): ReactNode {
  const tongue = useTongue();
  const { data } = useResource(`rules/list/${tongue}`, () => rules.list(tongue));
  const [began, setBegan] = useState(false);
  if (!began && data?.items.length !== 0) return null;
  return (
    <Suspense fallback={null}>
      <PackOffer
        onDone={() => {
          setBegan(true);
          invalidate('rules/');
        }}
      />
    </Suspense>
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
            navigate(`/rules/new?start=${name}`);
          }}
        >
          {w(`start.${name}`)}
        </Button>
      ))}
      <Button
        variant="subtle"
        onClick={() => {
          navigate('/rules/new');
        }}
      >
        {w('start.blank')}
      </Button>
    </div>
  );
}

function RuleList({ open }: { open: string | null }): ReactNode {
  const w = useWords();
  const tongue = useTongue();
  const [, navigate] = useLocation();
  const mayWrite = useCan('rules.write');
  const isPhone = useMediaQuery(PHONE) ?? false;
  const { data, problem, reload } = useResource(`rules/list/${tongue}`, () => rules.list(tongue));
  useMoving(data?.items ?? [], open, '/rules');
  return (
    <>
      <header className={room.head}>
        <Tabs open="rules" />
        {mayWrite && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={15} />}
            aria-label={w('add.whole')}
            onClick={() => {
              navigate('/rules/new');
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
            {isPhone && mayWrite && <Packs />}
          </Empty>
        )}
        {data?.items.map((one) => (
          <RuleRow key={one.id} rule={one} selected={one.id === open} />
        ))}
      </div>
    </>
  );
}

function RuleRow({ rule, selected }: { rule: Rule; selected: boolean }): ReactNode {
  const w = useWords();
  const said = useConditionWords();
  const format = useFormat();
  const { when } = rule.definition;
  const hint = rule.state === 'paused' && rule.reason !== '' ? rule.reason : null;
  return (
    <Link
      href={`/rules/${rule.id}`}
      className={room.row}
      aria-current={selected ? 'true' : undefined}
    >
      <span className={room.rowName}>
        <b dir="auto" translate="no">
          {rule.name}
        </b>
        <small title={rule.reading} translate={hint === null ? undefined : 'no'} dir="auto">
          {hint ?? (when === AT_ANY_TIME ? w('when.time') : isWord(when) ? said(when) : when)}
        </small>
      </span>
      <span className={classes.figures}>
        <span className={room.state} data-state={rule.state}>
          {w(`state.${rule.state}`)}
        </span>
        {rule.people !== null && rule.version > 0 && (
          <span className={room.count} title={w('people.hint')} translate="no">
            {format.number(rule.people)}
          </span>
        )}
      </span>
    </Link>
  );
}
