import { Button, Menu } from '@mantine/core';
import { IconTemplate } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { newKey } from '../../api/client.ts';
import { useCall } from '../../settings/section.tsx';
import { ProblemNote } from '../../shell/states.tsx';
import { usePages } from '../../state/pages.ts';
import { invalidate, useResource } from '../../state/resource.ts';
import { campaigns } from '../calls.ts';
import classes from '../campaigns.module.css';
import { definitionOf, draftOf, type Draft } from '../draft.ts';
import { useWords } from '../words.ts';
import { templates } from './calls.ts';
import own from './templates.module.css';
import type { Template } from './types.ts';

type Words = Pick<Draft, 'text' | 'format' | 'buttons' | 'file' | 'template'>;

interface Props {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
}

/** Take a template's words, or keep these as one. */
export function TemplatesMenu({ draft, set }: Props): ReactNode {
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [before, setBefore] = useState<Words | null>(null);
  const [kept, setKept] = useState<Template | null>(null);
  const take = (one: Template): Promise<boolean> =>
    run(async () => {
      const message = one.published ?? {};
      const id = message.attachments?.[0];
      const file = id === undefined ? null : await campaigns.file(id);
      const taken = draftOf({ message, template: { id: one.id, version: one.version } }, file);
      if (draft.text !== '' || draft.buttons.length > 0 || draft.file) setBefore(wordsOf(draft));
      setKept(null);
      set(wordsOf(taken));
    });
  const keep = (): Promise<boolean> =>
    run(async () => {
      const { name, message } = definitionOf(draft);
      const called = name ?? draft.text.trim().slice(0, 40);
      const made = await templates.create({ name: called, message: message ?? null }, newKey());
      setKept(await templates.publish(made.id));
      invalidate('templates/');
    });
  return (
    <div className={classes.tools}>
      <Choice
        busy={busy}
        onTake={(one) => void take(one)}
        onKeep={draft.text.trim() === '' ? null : () => void keep()}
      />
      <From draft={draft} />
      {before && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            set(before);
            setBefore(null);
          }}
        >
          {w('tpl.mine')}
        </Button>
      )}
      {kept && (
        <p className={own.from} role="status">
          <Link href={`/campaigns/templates/${kept.id}`}>{w('tpl.kept', { name: kept.name })}</Link>
        </p>
      )}
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}

function wordsOf({ text, format, buttons, file, template }: Draft): Words {
  return { text, format, buttons, file, template };
}

function Choice(props: {
  busy: boolean;
  onTake: (template: Template) => void;
  onKeep: (() => void) | null;
}): ReactNode {
  const w = useWords();
  const pages = usePages(
    'templates/published',
    (cursor) => templates.list({ published: true }, cursor),
    (one) => one.id,
  );
  const { items } = pages;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          loading={props.busy}
          leftSection={<IconTemplate size={15} />}
        >
          {w('tpl.use')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {items?.length === 0 && <Menu.Label>{w('tpl.use.none')}</Menu.Label>}
        {items?.map((one) => (
          <Menu.Item
            key={one.id}
            onClick={() => {
              props.onTake(one);
            }}
          >
            <span dir="auto" translate="no">
              {one.name}
            </span>
          </Menu.Item>
        ))}
        {pages.next !== null && (
          <Menu.Item closeMenuOnClick={false} c="dimmed" onClick={() => void pages.more()}>
            {w('tpl.use.more')}
          </Menu.Item>
        )}
        {pages.failed && <ProblemNote problem={pages.failed} />}
        {props.onKeep && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={props.onKeep}>{w('tpl.keep')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Where the words come from. */
function From({ draft }: { draft: Draft }): ReactNode {
  const w = useWords();
  const id = draft.template?.id ?? null;
  const { data } = useResource(id && `templates/whole/${id}`, () => templates.get(id ?? ''));
  if (!draft.template || !data) return null;
  return (
    <p className={own.from}>
      <Link href={`/campaigns/templates/${data.id}`}>
        {w('tpl.from', { name: data.name, number: draft.template.version })}
      </Link>
    </p>
  );
}
