import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { contacts } from '../../api/calls.ts';
import { newKey } from '../../api/client.ts';
import { asProblem, Problem } from '../../api/problem.ts';
import room from '../../conditions/room.module.css';
import { useCan } from '../../session/me.ts';
import { useMistakes } from '../../shell/refusals/words.ts';
import { ProblemNote } from '../../shell/states.tsx';
import { showToast, showUndo } from '../../shell/toasts.ts';
import { invalidate, useResource } from '../../state/resource.ts';
import { forget, useDraft } from '../../state/unsaved.ts';
import classes from '../campaigns.module.css';
import { definitionOf, type Draft } from '../draft.ts';
import { MessageFields } from '../message.tsx';
import { Places } from '../places.tsx';
import { Preview } from '../preview.tsx';
import { type Refused, standing } from '../standing.ts';
import { useWords } from '../words.ts';
import { templates } from './calls.ts';
import { Sizes } from './sizes.tsx';
import type { Template, WholeTemplate } from './types.ts';
import { Uses, Versions } from './versions.tsx';

interface Props {
  whole: WholeTemplate | null;
  starts: Draft;
}

/** A message that is kept: its words, as somebody reads them, and what was published of it. */
export function TemplateEditor({ whole, starts }: Props): ReactNode {
  const w = useWords();
  const key = `templates/${whole?.id ?? 'new'}`;
  const first = saidIn(starts);
  const [draft, setDraft] = useDraft(
    key,
    () => starts,
    (now) => saidIn(now) !== first,
  );
  const [refused, setRefused] = useState<Refused | null>(null);
  const { name, message } = definitionOf(draft);
  const problem = standing(refused, { name, message });
  const mistakes = useMistakes(problem);
  const mayWrite = useCan('campaigns.write');
  const people = useResource('contacts/newest', () => contacts.list({ limit: 20 }));
  const [who, setWho] = useState('');
  const isDirty = saidIn(draft) !== first;
  const set = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part });
  };
  return (
    <div className={`${room.editor} ${room.sided} ${classes.editor}`}>
      <form
        className={room.fields}
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <fieldset className={classes.form} disabled={!mayWrite}>
          <Places value={mistakes}>
            <TextInput
              label={w('name')}
              placeholder={w('name.hint')}
              maxLength={100}
              dir="auto"
              translate="no"
              error={mistakes.find((one) => one.field === 'name')?.detail}
              value={draft.name}
              onChange={(event) => {
                set({ name: event.currentTarget.value });
              }}
            />
            <section className={classes.part} aria-label={w('message')}>
              <h2>{w('message')}</h2>
              <MessageFields draft={draft} set={set} people={people.data?.items ?? []} />
            </section>
          </Places>
        </fieldset>
      </form>
      {mayWrite && (
        <div className={`${room.question} ${room.actions}`}>
          <Acts
            {...{ whole, draft, isDirty, problem }}
            onProblem={(found) => {
              setRefused(found && { problem: found, of: { name, message } });
            }}
            onKept={() => {
              forget(key);
            }}
            onRevert={() => {
              setRefused(null);
              setDraft(starts);
            }}
          />
        </div>
      )}
      <aside className={room.beside}>
        <Preview draft={draft} people={people.data?.items ?? []} who={who} onWho={setWho} chooses />
        {whole && <Sizes whole={whole} who={who} isDirty={isDirty} />}
        {whole && whole.versions.length > 0 && <Versions whole={whole} isDirty={isDirty} />}
        {whole && whole.used > 0 && <Uses whole={whole} />}
      </aside>
    </div>
  );
}

function saidIn(draft: Draft): string {
  const { name, message } = definitionOf(draft);
  return JSON.stringify({ name, message });
}

interface ActsProps {
  whole: WholeTemplate | null;
  draft: Draft;
  isDirty: boolean;
  problem: Problem | null;
  onProblem: (problem: Problem | null) => void;
  onKept: () => void;
  onRevert: () => void;
}

/** Keep the draft, have campaigns take it, or put it away. */
function Acts(props: ActsProps): ReactNode {
  const { whole, draft, isDirty, problem } = props;
  const w = useWords();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);
  const { name = '', message } = definitionOf(draft);
  const keep = async (): Promise<Template> => {
    if (!whole) return templates.create({ name, message: message ?? null }, key);
    if (!isDirty) return whole;
    const { id, edition } = whole;
    return templates.change(id, { name, message: message ?? null, edition });
  };
  const done = async (work: (kept: Template) => Promise<unknown>): Promise<void> => {
    let kept: Template | null = null;
    setBusy(true);
    props.onProblem(null);
    try {
      kept = await keep();
      await work(kept);
      showToast({ text: 'saved' });
    } catch (cause) {
      props.onProblem(asProblem(cause));
    } finally {
      setBusy(false);
      if (kept !== null) {
        setKey(newKey());
        props.onKept();
        invalidate('templates/');
        if (!whole) navigate(`/campaigns/templates/${kept.id}`, { replace: true });
      }
    }
  };
  const canPublish = name !== '' && (message?.text ?? '').trim() !== '';
  const isNew = !whole || whole.version === 0;
  return (
    <>
      {problem && problem.errors.length === 0 && <ProblemNote problem={problem} />}
      {problem && problem.errors.length > 0 && (
        <p className={room.wrong} role="alert">
          {w('wrong')}
        </p>
      )}
      {!canPublish && <p className={room.dim}>{w('tpl.lacks')}</p>}
      <div className={room.buttons}>
        <Button
          disabled={!canPublish || busy || (!isNew && !isDirty && !whole.is_changed)}
          onClick={() => void done((kept) => templates.publish(kept.id))}
        >
          {w(isNew ? 'tpl.publish' : 'tpl.publish.again')}
        </Button>
        <Button
          variant="default"
          loading={busy}
          disabled={name === '' || (whole !== null && !isDirty)}
          onClick={() => void done(() => Promise.resolve())}
        >
          {w('save')}
        </Button>
        {isDirty && (
          <Button variant="subtle" color="gray" onClick={props.onRevert}>
            {w('revert')}
          </Button>
        )}
        {whole && <Archive whole={whole} onProblem={props.onProblem} />}
      </div>
    </>
  );
}

/** It stays to be found under “archived”; campaigns keep what they took. */
function Archive(props: {
  whole: WholeTemplate;
  onProblem: (problem: Problem | null) => void;
}): ReactNode {
  const { id, name } = props.whole;
  const w = useWords();
  const [, navigate] = useLocation();
  const act = async (): Promise<void> => {
    try {
      await templates.archive(id);
    } catch (cause) {
      props.onProblem(asProblem(cause));
      return;
    }
    invalidate('templates/');
    navigate('/campaigns/templates');
    const back = async (): Promise<void> => {
      await templates.bringBack(id);
      invalidate('templates/');
    };
    showUndo('segments.archived', () => void back(), { name });
  };
  return (
    <Button variant="subtle" color="gray" className={room.last} onClick={() => void act()}>
      {w('archive')}
    </Button>
  );
}
