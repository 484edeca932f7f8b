import { ActionIcon, Button, FileButton, Menu, Select, Textarea, TextInput } from '@mantine/core';
import { IconBraces, IconPaperclip, IconPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Contact } from '../api/types.ts';
import { ComposerFiles, useUploads } from '../inbox/composer-files.tsx';
import classes from './campaigns.module.css';
import { blankButton, type ButtonDraft, type Draft } from './draft.ts';
import { HOW_TO_STOP, needsStop, STOP_LINK, variable } from './filling.ts';
import { Places } from './places.tsx';
import { useWords } from './words.ts';

type SetPart = (part: Partial<Draft>) => void;

/** The words, with what is filled in for each person; buttons; a file. */
export function MessageFields(props: {
  draft: Draft;
  set: SetPart;
  people: readonly Contact[];
}): ReactNode {
  const { draft, set } = props;
  const w = useWords();
  const at = Places.useAt();
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (written: string): void => {
    const field = area.current;
    const from = field?.selectionStart ?? draft.text.length;
    const to = field?.selectionEnd ?? from;
    set({ text: draft.text.slice(0, from) + written + draft.text.slice(to) });
    // Behind it, fall-back and all: who types on goes on with the sentence.
    const behind = from + written.length;
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(behind, behind);
    });
  };
  return (
    <>
      <Textarea
        ref={area}
        aria-label={w('text')}
        placeholder={w('text.hint')}
        autosize
        minRows={4}
        maxRows={16}
        maxLength={20_000}
        dir="auto"
        translate="no"
        error={at('message.text') ?? at('message')}
        value={draft.text}
        onChange={(event) => {
          set({ text: event.currentTarget.value });
        }}
      />
      <div className={classes.tools}>
        <Variables people={props.people} insert={insert} />
        <FileField key={draft.file?.id ?? ''} draft={draft} set={set} />
      </div>
      {needsStop(draft) && (
        <p className={classes.hint}>
          {w('stop.lacks')}{' '}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              set({ text: `${draft.text.trimEnd()}\n\n${HOW_TO_STOP}` });
            }}
          >
            {w('stop.add')}
          </Button>{' '}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              set({ text: `${draft.text.trimEnd()}\n\n${w('stop.link.before')}${STOP_LINK}` });
            }}
          >
            {w('stop.link')}
          </Button>
        </p>
      )}
      {draft.buttons.map((one, index) => (
        <ButtonFields
          key={one.id}
          button={one}
          index={index}
          set={(changed) => {
            const buttons = draft.buttons.flatMap((other) =>
              other.id === one.id ? (changed ? [changed] : []) : [other],
            );
            set({ buttons });
          }}
        />
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        className={classes.start}
        leftSection={<IconPlus size={14} />}
        disabled={draft.buttons.length >= 20}
        onClick={() => {
          set({ buttons: [...draft.buttons, blankButton()] });
        }}
      >
        {w('button.add')}
      </Button>
      <Wrong text={at('message.buttons')} />
    </>
  );
}

function Wrong({ text }: { text: string | undefined }): ReactNode {
  if (!text) return null;
  return (
    <p className={classes.wrong} role="alert">
      {text}
    </p>
  );
}

/** What can be filled in: what is known of everybody, and what these people have. */
function Variables(props: {
  people: readonly Contact[];
  insert: (written: string) => void;
}): ReactNode {
  const w = useWords();
  const own = [...new Set(props.people.flatMap((one) => Object.keys(one.attributes)))];
  const items: { label: string; written: string }[] = [
    { label: w('var.name'), written: variable('contact', 'name', w('var.name.instead')) },
    { label: w('var.first'), written: variable('contact', 'first_name', w('var.name.instead')) },
    ...own
      .filter((name) => !name.startsWith('_') && name !== 'first_name')
      .sort()
      .map((name) => ({ label: name, written: variable('contact', name, w('var.instead')) })),
    { label: w('var.organisation'), written: variable('organisation', 'name', null) },
    { label: w('var.campaign'), written: variable('campaign', 'name', null) },
    { label: w('var.stop'), written: HOW_TO_STOP },
    { label: w('var.stop_link'), written: STOP_LINK },
  ];
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconBraces size={15} />}>
          {w('var')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        <Menu.Label>{w('var.hint')}</Menu.Label>
        {items.map((one) => (
          <Menu.Item
            key={one.written}
            onClick={() => {
              props.insert(one.written);
            }}
          >
            {one.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** One file, which travels as soon as it is chosen. */
function FileField({ draft, set }: { draft: Draft; set: SetPart }): ReactNode {
  const w = useWords();
  const at = Places.useAt();
  const uploads = useUploads(() => (draft.file ? [draft.file] : []));
  const file = uploads.files.at(-1) ?? null;
  useEffect(() => {
    if (file?.id !== draft.file?.id) set({ file });
    // what was uploaded is what changes; `set` is made anew by each render
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [file?.id]);
  return (
    <>
      {!file && !uploads.busy && (
        <FileButton
          onChange={(chosen) => {
            if (chosen) uploads.add([chosen]);
          }}
          inputProps={{ 'aria-label': w('file') }}
        >
          {(button) => (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPaperclip size={15} />}
              {...button}
            >
              {w('file')}
            </Button>
          )}
        </FileButton>
      )}
      <ComposerFiles uploads={uploads} />
      <Wrong text={at('message.attachments*')} />
    </>
  );
}

function ButtonFields(props: {
  button: ButtonDraft;
  index: number;
  set: (button: ButtonDraft | null) => void;
}): ReactNode {
  const { button, index, set } = props;
  const w = useWords();
  const at = Places.useAt();
  const place = `message.buttons.${index}`;
  const isUrl = button.kind === 'url';
  return (
    <div className={classes.button} role="group" aria-label={w('button', { n: index + 1 })}>
      <TextInput
        size="xs"
        aria-label={w('button.label')}
        placeholder={w('button.label')}
        maxLength={60}
        dir="auto"
        error={at(`${place}.label`) ?? at(place)}
        value={button.label}
        onChange={(event) => {
          set({ ...button, label: event.currentTarget.value });
        }}
      />
      <Select
        size="xs"
        aria-label={w('button.kind')}
        data={[
          { value: 'value', label: w('button.value') },
          { value: 'url', label: w('button.url') },
        ]}
        value={button.kind}
        onChange={(kind) => {
          if (kind) set({ ...button, kind: kind, is: '' });
        }}
      />
      <TextInput
        size="xs"
        className={classes.is}
        aria-label={w(isUrl ? 'button.url.is' : 'button.value.is')}
        placeholder={isUrl ? 'https://' : w('button.value.is')}
        dir="auto"
        translate="no"
        error={at(`${place}.${button.kind}`)}
        value={button.is}
        onChange={(event) => {
          set({ ...button, is: event.currentTarget.value });
        }}
      />
      <ActionIcon
        aria-label={w('button.drop', { name: button.label })}
        onClick={() => {
          set(null);
        }}
      >
        <IconX size={15} />
      </ActionIcon>
    </div>
  );
}
