import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconTrash } from '@tabler/icons-react';
import { type Dispatch, type ReactNode, type SetStateAction, useState } from 'react';
import type { Misplaced } from '../api/problem.ts';
import { AddMenu } from '../conditions/add-menu.tsx';
import { Mistakes } from '../conditions/builder.tsx';
import { Empty } from '../shell/states.tsx';
import { showUndo } from '../shell/toasts.ts';
import classes from './bots.module.css';
import {
  blankResponder,
  type Draft,
  mistakesIn,
  missingIn,
  moved,
  type ResponderDraft,
  WAYS,
} from './draft.ts';
import { ResponderFields } from './responder.tsx';
import { useWords } from './words.ts';

const MOST = 200;

/** The responders in the order in which they are asked; one of them open. */
export function Responders(props: {
  draft: Draft;
  set: Dispatch<SetStateAction<Draft>>;
  errors: readonly Misplaced[];
  /** The one that is open at first. */
  opens: number | null;
}): ReactNode {
  const { draft, set, errors } = props;
  const w = useWords();
  const [open, setOpen] = useState(props.opens);
  const { responders } = draft;
  const remove = (one: ResponderDraft, index: number): void => {
    set({ ...draft, responders: responders.filter(({ id }) => id !== one.id) });
    const back = (): void => {
      set((now) => ({ ...now, responders: now.responders.toSpliced(index, 0, one) }));
    };
    showUndo('bot.removed', back, { name: one.name });
  };
  const put = (one: ResponderDraft): ResponderDraft[] =>
    responders.map((each) => (each.id === one.id ? one : each));
  return (
    <section className={classes.part} aria-label={w('responders')}>
      {responders.length === 0 && <Empty title={w('none')} text={w('none.text')} />}
      <ol className={classes.responders}>
        {responders.map((one, index) => {
          const place = `responders.${index}`;
          return (
            <li key={one.id} data-open={one.id === open}>
              <Row
                one={one}
                draft={draft}
                wrong={mistakesIn(errors, place).length > 0}
                isOpen={one.id === open}
                onOpen={() => {
                  setOpen(one.id === open ? null : one.id);
                }}
                onMove={(by) => {
                  set({ ...draft, responders: moved(responders, one.id, by) });
                }}
                onRemove={() => {
                  remove(one, index);
                }}
              />
              {one.id === open && (
                <Mistakes value={errors}>
                  <ResponderFields
                    one={one}
                    place={place}
                    errors={errors}
                    set={(changed) => {
                      set({ ...draft, responders: put(changed) });
                    }}
                    intents={draft.intents}
                    setIntents={(intents, changed = one) => {
                      set({ ...draft, intents, responders: put(changed) });
                    }}
                  />
                </Mistakes>
              )}
            </li>
          );
        })}
      </ol>
      {responders.length < MOST && (
        <AddMenu
          label={w('add')}
          kinds={WAYS}
          labelOf={(way) => w(`way.${way}`)}
          className={classes.add}
          variant="default"
          onAdd={(way) => {
            const made = blankResponder(way);
            set({ ...draft, responders: [...responders, made] });
            setOpen(made.id);
          }}
        />
      )}
    </section>
  );
}

function Row(props: {
  one: ResponderDraft;
  draft: Draft;
  wrong: boolean;
  isOpen: boolean;
  onOpen: () => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}): ReactNode {
  const { one, draft, isOpen } = props;
  const w = useWords();
  const missing = missingIn(one, draft.intents);
  const name = one.name.trim() || w('unnamed');
  return (
    <div className={classes.row}>
      <button
        type="button"
        className={classes.opener}
        aria-expanded={isOpen}
        onClick={props.onOpen}
        onKeyDown={(event) => {
          if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
          event.preventDefault();
          props.onMove(event.key === 'ArrowUp' ? -1 : 1);
        }}
      >
        <IconChevronDown size={15} aria-hidden />
        <span className={classes.rowName}>
          <b dir="auto" translate={one.name.trim() === '' ? undefined : 'no'}>
            {name}
          </b>
          <small>
            {w(`way.${one.way}`)}
            {one.hours !== 'always' && ` · ${w(`hours.${one.hours}`)}`}
            {one.calls && ` · ${w('then.hand_over')}`}
          </small>
        </span>
        {(missing ?? props.wrong) && (
          <span className={classes.missing}>{w(missing ? `missing.${missing}` : 'wrong')}</span>
        )}
      </button>
      <Tools {...props} name={name} />
    </div>
  );
}

function Tools(props: {
  name: string;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}): ReactNode {
  const { name } = props;
  const w = useWords();
  return (
    <span className={classes.tools}>
      <ActionIcon
        size={26}
        aria-label={w('up', { name })}
        title={w('up.hint')}
        onClick={() => {
          props.onMove(-1);
        }}
      >
        <IconArrowUp size={15} />
      </ActionIcon>
      <ActionIcon
        size={26}
        aria-label={w('down', { name })}
        title={w('down.hint')}
        onClick={() => {
          props.onMove(1);
        }}
      >
        <IconArrowDown size={15} />
      </ActionIcon>
      <ActionIcon size={26} aria-label={w('remove', { name })} onClick={props.onRemove}>
        <IconTrash size={15} />
      </ActionIcon>
    </span>
  );
}
