import { ActionIcon, Button, Menu, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { createContext, type ReactNode, use } from 'react';
import type { Misplaced } from '../api/problem.ts';
import { AddMenu } from './add-menu.tsx';
import {
  blank,
  EVENT_KINDS,
  group,
  type GroupNode,
  isGroup,
  type LeafNode,
  type Mode,
  type Node,
  OF_EVENTS,
  PERSON_KINDS,
  placeOf,
} from './draft.ts';
import { LeafFields } from './leaf.tsx';
import classes from './conditions.module.css';
import type { Kind } from './types.ts';
import { type Word, useWords } from './words.ts';

/** What the hub has against the condition as it stands. */
export const Mistakes = createContext<readonly Misplaced[]>([]);

const MODES: readonly Mode[] = ['all', 'any', 'none', 'notAll'];
const DEEPEST = 6;

interface Part<T extends Node> {
  node: T;
  /** Where it stands in the JSON: "" at the top, else ending in a dot. */
  path: string;
  set: (node: T) => void;
}

/** A group of questions: about a person, or inside `where` about one event. */
export function GroupFields(
  props: Part<GroupNode> & { depth: number; about: 'person' | 'event'; onRemove?: () => void },
): ReactNode {
  const { node, path, set, depth, about } = props;
  const w = useWords();
  const change = (at: number, part: Node | null): void => {
    const parts = node.parts.flatMap((one, index) => (index !== at ? [one] : part ? [part] : []));
    set({ ...node, parts });
  };
  return (
    <fieldset className={classes.group} data-depth={depth} aria-label={w('group')}>
      <div className={classes.groupHead}>
        <Select
          size="xs"
          w={170}
          aria-label={w('mode')}
          data={MODES.map((mode) => ({ value: mode, label: w(`mode.${mode}`) }))}
          value={node.mode}
          onChange={(mode) => {
            set({ ...node, mode: mode as Mode });
          }}
        />
        {props.onRemove && <Remove label={w('remove.group')} onClick={props.onRemove} />}
      </div>
      {node.parts.map((part, index) => {
        const at = placeOf(path, node.mode, index);
        const update = (changed: Node): void => {
          change(index, changed);
        };
        const remove = (): void => {
          change(index, null);
        };
        return isGroup(part) ? (
          <GroupFields
            key={part.id}
            node={part}
            path={`${at}.`}
            set={update}
            depth={depth + 1}
            about={about}
            onRemove={remove}
          />
        ) : (
          <LeafRow
            key={part.id}
            node={part}
            path={at}
            set={update}
            depth={depth}
            about={about}
            onRemove={remove}
          />
        );
      })}
      <AddQuestion
        about={about}
        groups={depth < DEEPEST}
        onAdd={(added) => {
          set({ ...node, parts: [...node.parts, added] });
        }}
      />
    </fieldset>
  );
}

function LeafRow(
  props: Part<LeafNode> & { depth: number; about: 'person' | 'event'; onRemove: () => void },
): ReactNode {
  const { node, path, set } = props;
  const w = useWords();
  const place = `${path}.${node.kind}`;
  const wrong = use(Mistakes).filter(
    (one) =>
      (one.field === place || one.field.startsWith(`${place}.`)) &&
      !one.field.startsWith(`${place}.where.`),
  );
  const title = titleOf(node.kind, props.about);
  return (
    <div className={classes.leaf} role="group" aria-label={w(title)} data-wrong={wrong.length > 0}>
      <div className={classes.leafHead}>
        <b>{w(title)}</b>
        <Remove label={`${w('remove')}: ${w(title)}`} onClick={props.onRemove} />
      </div>
      <LeafFields node={node} set={set} />
      {OF_EVENTS.includes(node.kind) && props.about === 'person' && (
        <Where {...props} place={place} />
      )}
      {wrong.map((one) => (
        <p key={one.field + one.detail} className={classes.wrong} role="alert" translate="no">
          {one.detail}
        </p>
      ))}
    </div>
  );
}

function Where(props: Part<LeafNode> & { depth: number; place: string }): ReactNode {
  const { node, set, depth } = props;
  const w = useWords();
  if (!node.where) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        className={classes.add}
        leftSection={<IconPlus size={13} />}
        onClick={() => {
          set({ ...node, where: group('all', [blank('text')]) });
        }}
      >
        {w('where')}
      </Button>
    );
  }
  const { where, ...bare } = node;
  return (
    <div>
      <span className={classes.label}>{w('where.title')}</span>
      <GroupFields
        node={where}
        path={`${props.place}.where.`}
        set={(changed) => {
          set({ ...node, where: changed });
        }}
        depth={depth + 1}
        about="event"
        onRemove={() => {
          set(bare);
        }}
      />
    </div>
  );
}

function AddQuestion(props: {
  about: 'person' | 'event';
  groups: boolean;
  onAdd: (node: Node) => void;
}): ReactNode {
  const w = useWords();
  return (
    <AddMenu
      label={w('ask')}
      kinds={props.about === 'person' ? PERSON_KINDS : EVENT_KINDS}
      labelOf={(kind) => w(titleOf(kind, props.about))}
      className={classes.add}
      variant="subtle"
      onAdd={(kind) => {
        props.onAdd(blank(kind));
      }}
    >
      {props.groups && (
        <>
          <Menu.Divider />
          <Menu.Item
            onClick={() => {
              props.onAdd(group('any', []));
            }}
          >
            {w('ask.group')}
          </Menu.Item>
        </>
      )}
    </AddMenu>
  );
}

function titleOf(kind: Kind, about: 'person' | 'event'): Word {
  if (about === 'event' && (kind === 'text' || kind === 'channel')) return `event.${kind}`;
  return `kind.${kind}`;
}

function Remove(props: { label: string; onClick: () => void }): ReactNode {
  return (
    <ActionIcon aria-label={props.label} size={24} onClick={props.onClick}>
      <IconX size={14} />
    </ActionIcon>
  );
}
