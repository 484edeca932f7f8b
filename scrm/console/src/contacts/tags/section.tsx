import { ActionIcon, Autocomplete, Button, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconMessage, IconPlus, IconX } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { asProblem, type Problem } from '../../api/problem.ts';
import { tags, type Worn } from '../../api/tags.ts';
import type { Contact, Page } from '../../api/types.ts';
import { useFormat, useT } from '../../i18n/context.tsx';
import { useCan } from '../../session/me.ts';
import { ProblemNote } from '../../shell/states.tsx';
import { showToast } from '../../shell/toasts.ts';
import { invalidate, overwrite, useResource } from '../../state/resource.ts';
import contact from '../contacts.module.css';
import classes from './tags.module.css';

const WhyDialog = lazy(() => import('../why/dialog.tsx'));

const LONGEST = 80;

/** What a person is tagged with, and by what; put and taken off where it stands. */
export default function Tags({ contact: person }: { contact: Contact }): ReactNode {
  const { id } = person;
  const t = useT();
  const may = useCan('contacts.write');
  const mayAsk = useCan('contacts.read');
  const [asking, setAsking] = useState(false);
  const key = `contact/${id}/tags`;
  const { data, problem, reload } = useResource(key, () => tags.of(id));
  const [adding, setAdding] = useState(false);
  const [failed, setFailed] = useState<Problem | null>(null);
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    setFailed(null);
    try {
      await work();
      invalidate(`timeline/${id}`);
    } catch (cause) {
      setFailed(asProblem(cause));
    }
    reload();
  };
  const put = (name: string): Promise<void> => act(() => tags.put(id, name));
  const take = async (worn: Worn): Promise<void> => {
    overwrite<Page<Worn>>(key, (known) => without(known, worn));
    await act(() => tags.take(id, worn.id));
    showToast({
      text: 'tags.taken',
      values: { name: worn.name },
      action: { label: 'undo', run: () => void put(worn.name), isUndo: true },
    });
  };
  const wrong = failed ?? problem;
  if (data?.items.length === 0 && !may && !mayAsk) return null;
  return (
    <section className={contact.section}>
      <h2>
        {t('tags.title')}
        {may && (
          <ActionIcon
            size={24}
            aria-label={t('tags.add')}
            onClick={() => {
              setAdding(true);
            }}
          >
            <IconPlus size={15} />
          </ActionIcon>
        )}
        {mayAsk && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              setAsking(true);
            }}
          >
            {t('tags.why')}
          </Button>
        )}
      </h2>
      {asking && (
        <Suspense>
          <WhyDialog
            contact={person}
            first={data?.items.find(({ rule }) => rule !== '') ?? null}
            onClose={() => {
              setAsking(false);
            }}
          />
        </Suspense>
      )}
      {wrong && <ProblemNote problem={wrong} onRetry={reload} />}
      {data && data.items.length > 0 && (
        <ul className={classes.tags}>
          {data.items.map((worn) => (
            <OneTag key={worn.id} worn={worn} onTake={may ? () => void take(worn) : null} />
          ))}
        </ul>
      )}
      {adding && (
        <NewTag
          known={data?.items ?? []}
          onDone={(name) => {
            setAdding(false);
            if (name) void put(name);
          }}
        />
      )}
    </section>
  );
}

function without(page: Page<Worn> | undefined, worn: Worn): Page<Worn> | undefined {
  return page && { ...page, items: page.items.filter((one) => one.id !== worn.id) };
}

function OneTag(props: { worn: Worn; onTake: (() => void) | null }): ReactNode {
  const { worn, onTake } = props;
  const t = useT();
  const format = useFormat();
  const by = worn.rule ? t('tags.byRule', { rule: worn.rule }) : t('tags.byHand');
  const until = worn.until ? ` · ${t('tags.until', { time: format.date(worn.until) })}` : '';
  const why = `${by} · ${t('tags.since', { time: format.date(worn.since) })}${until}`;
  return (
    <li>
      <Tooltip label={why} multiline maw={260} events={{ hover: true, focus: true, touch: true }}>
        <span className={classes.tag} data-fixed={onTake === null}>
          <span dir="auto" translate="no">
            {worn.name}
          </span>
          <VisuallyHidden>{why}</VisuallyHidden>
          <Evidence worn={worn} />
          {onTake && (
            <ActionIcon size={20} aria-label={t('tags.take', { name: worn.name })} onClick={onTake}>
              <IconX size={13} />
            </ActionIcon>
          )}
        </span>
      </Tooltip>
    </li>
  );
}

/** The very message that spoke for it, where one did. */
function Evidence({ worn }: { worn: Worn }): ReactNode {
  const t = useT();
  const message = worn.evidence.message_id;
  if (!useCan('conversations.read') || !message) return null;
  return (
    <ActionIcon
      component={Link}
      href={`/messages/${message}`}
      size={20}
      aria-label={t('tags.evidence', { name: worn.name })}
    >
      <IconMessage size={13} />
    </ActionIcon>
  );
}

/** Any word; those that are in use are offered. */
function NewTag(props: { known: Worn[]; onDone: (name: string | null) => void }): ReactNode {
  const t = useT();
  const all = useResource('tags', tags.all);
  const [name, setName] = useState('');
  const worn = new Set(props.known.map((one) => one.name));
  const offered = (all.data?.items ?? []).map((one) => one.name).filter((one) => !worn.has(one));
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault();
        props.onDone(name.trim() || null);
      }}
    >
      <Autocomplete
        size="xs"
        autoFocus
        maxLength={LONGEST}
        aria-label={t('tags.name')}
        placeholder={t('tags.name')}
        data={offered}
        limit={8}
        value={name}
        onChange={setName}
        onOptionSubmit={(chosen) => {
          props.onDone(chosen);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.onDone(null);
        }}
      />
      <button type="submit" hidden aria-hidden tabIndex={-1} />
    </form>
  );
}
