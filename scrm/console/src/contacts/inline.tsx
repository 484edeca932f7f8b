import { type ReactNode, useState } from 'react';
import { contacts } from '../api/calls.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { AttributeValue, Contact } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { useProblemText } from '../shell/states.tsx';
import { invalidate, overwrite } from '../state/resource.ts';
import classes from './contacts.module.css';

type ContactPatch = Parameters<typeof contacts.update>[1];

function patched(contact: Contact, patch: ContactPatch): Contact {
  const attributes = Object.fromEntries(
    Object.entries({ ...contact.attributes, ...patch.attributes }).filter(
      ([, value]) => value !== null,
    ),
  ) as Record<string, AttributeValue>;
  return { ...contact, ...patch, attributes };
}

/** Shows a change at once; the hub's answer, or the old values, take its place. */
export function useContactChange(id: string): {
  change: (patch: ContactPatch) => Promise<void>;
  problem: Problem | null;
} {
  const [problem, setProblem] = useState<Problem | null>(null);
  const change = async (patch: ContactPatch): Promise<void> => {
    let before: Contact | undefined;
    setProblem(null);
    overwrite<Contact>(`contact/${id}`, (known) => {
      before = known;
      return known && patched(known, patch);
    });
    try {
      const saved = await contacts.update(id, patch);
      overwrite<Contact>(`contact/${id}`, () => saved);
      invalidate('contacts/');
    } catch (cause) {
      overwrite<Contact>(`contact/${id}`, () => before);
      setProblem(asProblem(cause));
    }
  };
  return { change, problem };
}

/** A value that is its own form: press, type, Enter. */
export function InlineField(props: {
  id: string;
  label: ReactNode;
  name?: string;
  value: string | null;
  patch: (value: string | null) => ContactPatch;
}): ReactNode {
  const t = useT();
  const explain = useProblemText();
  const may = useCan('contacts.write');
  const { change, problem } = useContactChange(props.id);
  const [typed, setTyped] = useState<string | null>(null);
  const save = (): void => {
    const next = typed?.trim() ?? null;
    if (typed === null) return;
    setTyped(null);
    if (next !== (props.value ?? '')) void change(props.patch(next === '' ? null : next));
  };
  return (
    <label className={classes.field}>
      <span>{props.label}</span>
      <input
        className={classes.value}
        dir="auto"
        translate="no"
        aria-label={props.name}
        readOnly={!may}
        value={typed ?? props.value ?? ''}
        placeholder={may ? t('contact.empty') : ''}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
        }}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.currentTarget.blur();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      {problem && (
        <small role="alert" className={classes.bad}>
          {explain(problem)}
        </small>
      )}
    </label>
  );
}
