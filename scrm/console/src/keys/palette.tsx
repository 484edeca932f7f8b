import { Modal } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { contacts } from '../api/calls.ts';
import type { Contact } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { useStore } from '../state/store.ts';
import { Caps } from './caps.tsx';
import { commands } from './commands.ts';
import classes from './keys.module.css';

interface Entry {
  id: string;
  text: string;
  hint?: string;
  keys?: string;
  isData?: boolean;
  run: () => void;
}

const SEARCH_AFTER_MS = 150;

function useFoundContacts(query: string): readonly Contact[] {
  const [found, setFound] = useState<readonly Contact[]>([]);
  useEffect(() => {
    if (query.length < 2) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      contacts.list({ q: query, limit: 6 }, abort.signal).then(
        (page) => {
          setFound(page.items);
        },
        () => {
          setFound([]);
        },
      );
    }, SEARCH_AFTER_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query]);
  return query.length < 2 ? [] : found;
}

/** Everything that can be done now, and every person by name. */
export function Palette(props: { opened: boolean; onClose: () => void }): ReactNode {
  const t = useT();
  return (
    <Modal.Root {...props} yOffset="12vh" size={560} transitionProps={{ duration: 0 }}>
      <Modal.Overlay backgroundOpacity={0.32} />
      <Modal.Content aria-label={t('palette.title')}>
        <PaletteBody onClose={props.onClose} />
      </Modal.Content>
    </Modal.Root>
  );
}

function useEntries(query: string): readonly Entry[] {
  const t = useT();
  const offered = useStore(commands);
  const people = useFoundContacts(query);
  const [, navigate] = useLocation();
  const wanted = query.toLocaleLowerCase();
  const actions: Entry[] = offered
    .filter((command) => !command.keysOnly && command.id !== 'palette')
    .map((command) => ({
      id: command.id,
      text: t(command.label, command.values),
      keys: command.keys,
      run: command.run,
    }))
    .filter((entry) => entry.text.toLocaleLowerCase().includes(wanted));
  const found: Entry[] = people.map((contact) => ({
    id: `contact-${contact.id}`,
    text: contact.name,
    hint: t('palette.contact'),
    isData: true,
    run: () => {
      navigate(`/contacts/${contact.id}`);
    },
  }));
  return [...actions, ...found];
}

function PaletteBody(props: { onClose: () => void }): ReactNode {
  const t = useT();
  const [query, setQuery] = useState('');
  const [marked, setMarked] = useState(0);
  const entries = useEntries(query);
  const list = useRef<HTMLDivElement>(null);
  const at = Math.min(marked, Math.max(0, entries.length - 1));

  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    props.onClose();
    setTimeout(entry.run); // after the dialog gave the focus back
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setMarked((at + step + entries.length) % Math.max(1, entries.length));
    else if (event.key === 'Enter') run(entries[at]);
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.palette}>
      <input
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={entries[at] ? `palette-${entries[at].id}` : undefined}
        aria-label={t('palette.title')}
        placeholder={t('palette.placeholder')}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setMarked(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id="palette-list"
        role="listbox"
        aria-label={t('palette.title')}
        className={classes.results}
        ref={list}
      >
        {entries.map((entry, index) => (
          <div
            key={entry.id}
            id={`palette-${entry.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseMove={() => {
              setMarked(index);
            }}
            onClick={() => {
              run(entry);
            }}
          >
            <span translate={entry.isData ? 'no' : undefined}>{entry.text}</span>
            {entry.keys ? <Caps keys={entry.keys} /> : <small>{entry.hint}</small>}
          </div>
        ))}
      </div>
      {entries.length === 0 && <div className={classes.none}>{t('palette.none')}</div>}
    </div>
  );
}
