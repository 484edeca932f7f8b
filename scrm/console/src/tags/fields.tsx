import { Autocomplete, Button, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import type { Problem } from '../api/problem.ts';
import { type Tag, tags } from '../api/tags.ts';
import room from '../conditions/room.module.css';
import { useCall } from '../settings/section.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { showUndo } from '../shell/toasts.ts';
import { invalidate } from '../state/resource.ts';
import { MergeTag } from './merging.tsx';
import classes from './tags.module.css';
import { useWords } from './words.ts';

const LONGEST = 80;

/** A tag that nobody has yet. */
export function NewTag(props: { groups: string[]; onClose: () => void }): ReactNode {
  const w = useWords();
  return (
    <TagFields
      {...props}
      name=""
      group=""
      action={w('add.do')}
      save={(name, group) => tags.create(name, group)}
    />
  );
}

/** Its name, where nothing else knows it by that; its group; and away with it. */
export function ChangeTag(props: { tag: Tag; groups: string[]; onClose: () => void }): ReactNode {
  const { tag } = props;
  const w = useWords();
  const { problem, run } = useCall();
  const [merging, setMerging] = useState(false);
  const inUse = tag.uses.length > 0;
  const archive = async (): Promise<void> => {
    if (!(await run(() => tags.archive(tag.id)))) return;
    invalidate('tags');
    const back = async (): Promise<void> => {
      try {
        await tags.change(tag.id, { archived: false });
      } finally {
        invalidate('tags'); // what did not come back stands among those that are put away
      }
    };
    showUndo('tags.archived', () => void back(), { name: tag.name });
  };
  if (merging) return <MergeTag tag={tag} onClose={props.onClose} />;
  return (
    <>
      <TagFields
        {...props}
        name={tag.name}
        group={tag.group}
        isNamed={inUse}
        action={w('save')}
        save={(name, group) => tags.change(tag.id, { ...(name !== tag.name && { name }), group })}
      >
        {!inUse && (
          <>
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              className={room.last}
              onClick={() => {
                setMerging(true);
              }}
            >
              {w('merge')}
            </Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => void archive()}>
              {w('archive')}
            </Button>
          </>
        )}
      </TagFields>
      {inUse && <p className={classes.note}>{w('in_use')}</p>}
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

function TagFields(props: {
  name: string;
  group: string;
  groups: string[];
  /** Something names it: it keeps its name. */
  isNamed?: boolean;
  action: string;
  save: (name: string, group: string) => Promise<unknown>;
  onClose: () => void;
  children?: ReactNode;
}): ReactNode {
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [name, setName] = useState(props.name);
  const [group, setGroup] = useState(props.group);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await run(() => props.save(name.trim(), group.trim())))) return;
    invalidate('tags');
    props.onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') props.onClose();
  };
  return (
    <form className={classes.fields} onSubmit={(event) => void save(event)} onKeyDown={onKeyDown}>
      <TextInput
        size="xs"
        label={w('name')}
        autoFocus={!props.isNamed}
        disabled={props.isNamed}
        maxLength={LONGEST}
        dir="auto"
        translate="no"
        error={problem?.code === 'name_taken' && w('name.taken')}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <Autocomplete
        size="xs"
        label={w('group')}
        placeholder={w('group.hint')}
        maxLength={LONGEST}
        translate="no"
        data={props.groups}
        renderOption={({ option }) => <span translate="no">{option.value}</span>}
        value={group}
        onChange={setGroup}
      />
      <div className={room.buttons}>
        <Button type="submit" size="xs" loading={busy} disabled={name.trim() === ''}>
          {props.action}
        </Button>
        <Button size="xs" variant="default" onClick={props.onClose}>
          {w('cancel')}
        </Button>
        {props.children}
      </div>
      {problem && <Trouble problem={problem} />}
    </form>
  );
}

function Trouble({ problem }: { problem: Problem }): ReactNode {
  return problem.code === 'name_taken' ? null : <ProblemNote problem={problem} />;
}
