import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { newKey } from '../../api/client.ts';
import type { Problem } from '../../api/problem.ts';
import room from '../../conditions/room.module.css';
import { useTongue } from '../../conditions/tongue.ts';
import { useCan } from '../../session/me.ts';
import { useCall } from '../../settings/section.tsx';
import { Loading, ProblemNote } from '../../shell/states.tsx';
import { showUndo } from '../../shell/toasts.ts';
import { invalidate, overwrite, useResource } from '../../state/resource.ts';
import type { Page } from '../../api/types.ts';
import { categories } from '../calls.ts';
import { type Category, LANGUAGES, type Names } from '../types.ts';
import { moved, nameOf } from './draft.ts';
import { useWords } from './words.ts';
import classes from './writing.module.css';

const KEY = 'articles/categories';
const LONGEST = 60;

/** The shelves of the help page, in their order. */
export function Categories(): ReactNode {
  const w = useWords();
  const mayWrite = useCan('articles.write');
  const { data, problem, reload } = useResource(KEY, categories.list);
  const call = useCall();
  const [open, setOpen] = useState<string | null>(null);
  const close = (): void => {
    setOpen(null);
  };
  const all = data?.items ?? [];
  return (
    <section className={classes.text} aria-label={w('categories')}>
      <h2>{w('categories')}</h2>
      <p className={classes.dim}>
        {w(data && all.length === 0 ? 'categories.empty' : 'categories.text')}
      </p>
      {problem && !data && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={3} />}
      {call.problem && <Refused problem={call.problem} />}
      <ol className={classes.shelves}>
        {all.map((one) => (
          <li key={one.id}>
            {open === one.id ? (
              <NameForm
                names={one.names}
                save={(names) => categories.change(one.id, { names })}
                onClose={close}
              />
            ) : (
              <Shelf
                one={one}
                all={all}
                run={mayWrite ? call.run : null}
                onOpen={() => {
                  setOpen(one.id);
                }}
              />
            )}
          </li>
        ))}
      </ol>
      {mayWrite && open === 'new' && (
        <NameForm
          names={{}}
          save={(names, key) => categories.add(names, 1 + (all.at(-1)?.position ?? -1), key)}
          onClose={close}
        />
      )}
      {mayWrite && open !== 'new' && (
        <Button
          size="compact-sm"
          variant="default"
          className={classes.start}
          onClick={() => {
            setOpen('new');
          }}
        >
          {w('categories.add')}
        </Button>
      )}
    </section>
  );
}

function Refused({ problem }: { problem: Problem }): ReactNode {
  const w = useWords();
  if (problem.code !== 'category_used') return <ProblemNote problem={problem} />;
  return (
    <p className={room.wrong} role="alert">
      {w('used')}
    </p>
  );
}

/** Shown at once; what the hub has stands there again if it refuses. */
async function move(all: readonly Category[], id: string, by: 1 | -1): Promise<void> {
  const changed = moved(all, id, by);
  const now = all.map((one) => changed.find((other) => other.id === one.id) ?? one);
  const items = now.toSorted((a, b) => a.position - b.position);
  overwrite<Page<Category>>(KEY, () => ({ items, next: null }));
  try {
    for (const { id: which, position } of changed) await categories.change(which, { position });
  } finally {
    invalidate(KEY);
  }
}

async function remove({ id, names, position }: Category, name: string): Promise<void> {
  await categories.remove(id);
  invalidate(KEY);
  const back = async (): Promise<void> => {
    try {
      await categories.add(names, position, newKey());
    } finally {
      invalidate(KEY);
    }
  };
  showUndo('bot.removed', () => void back(), { name });
}

function Shelf(props: {
  one: Category;
  all: readonly Category[];
  run: ((work: () => Promise<unknown>) => Promise<boolean>) | null;
  onOpen: () => void;
}): ReactNode {
  const { one, all, run } = props;
  const w = useWords();
  const tongue = useTongue();
  const name = nameOf(one.names, tongue);
  const other = nameOf(one.names, tongue === 'en' ? 'zh' : 'en');
  return (
    <div className={classes.shelfRow}>
      <span translate="no">
        <b dir="auto">{name}</b>
        {other !== name && <small dir="auto">{other}</small>}
      </span>
      {run && (
        <>
          <ActionIcon
            size={26}
            aria-label={w('up', { name })}
            onClick={() => void run(() => move(all, one.id, -1))}
          >
            <IconArrowUp size={15} />
          </ActionIcon>
          <ActionIcon
            size={26}
            aria-label={w('down', { name })}
            onClick={() => void run(() => move(all, one.id, 1))}
          >
            <IconArrowDown size={15} />
          </ActionIcon>
          <ActionIcon size={26} aria-label={w('rename', { name })} onClick={props.onOpen}>
            <IconPencil size={15} />
          </ActionIcon>
          <ActionIcon
            size={26}
            aria-label={w('remove', { name })}
            onClick={() => void run(() => remove(one, name))}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </>
      )}
    </div>
  );
}

function NameForm(props: {
  names: Names;
  save: (names: Names, key: string) => Promise<unknown>;
  onClose: () => void;
}): ReactNode {
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [names, setNames] = useState(props.names);
  const [key] = useState(newKey);
  const isBlank = LANGUAGES.every((language) => (names[language] ?? '').trim() === '');
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await run(() => props.save(names, key)))) return;
    invalidate(KEY);
    props.onClose();
  };
  return (
    <form
      className={classes.names}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
      }}
    >
      {LANGUAGES.map((language, index) => (
        <TextInput
          key={language}
          size="xs"
          label={w('name', { language: w(`lang.${language}`) })}
          autoFocus={index === 0}
          maxLength={LONGEST}
          dir="auto"
          translate="no"
          value={names[language] ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setNames((before) => ({ ...before, [language]: value }));
          }}
        />
      ))}
      <Button type="submit" size="xs" loading={busy} disabled={isBlank}>
        {w('categories.save')}
      </Button>
      <Button size="xs" variant="default" onClick={props.onClose}>
        {w('cancel')}
      </Button>
      {problem && <ProblemNote problem={problem} />}
    </form>
  );
}
