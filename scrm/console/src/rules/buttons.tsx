import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import room from '../conditions/room.module.css';
import { useCan } from '../session/me.ts';
import { useCall } from '../settings/section.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { showToast, showUndo } from '../shell/toasts.ts';
import { invalidate } from '../state/resource.ts';
import { type From, rules } from './calls.ts';
import { Publishing } from './publishing.tsx';
import type { Definition, Rule } from './types.ts';
import { useWords } from './words.ts';

/** Keep it, put it in force, go back, put it away. */
export function Buttons(props: {
  rule: Rule | null;
  definition: Definition;
  ready: boolean;
  isDirty: boolean;
  onKept: () => void;
  onRevert: () => void;
}): ReactNode {
  const { rule, isDirty, ready } = props;
  const w = useWords();
  const [, navigate] = useLocation();
  const mayWrite = useCan('rules.write');
  const { busy, problem, run } = useCall();
  const { save, publish } = useSaving(props, run);
  const [asking, setAsking] = useState(false);
  const archive = useArchiving(run);
  if (!mayWrite) return null;
  const close = (): void => {
    setAsking(false);
  };
  const isUnpublished = isDirty || rule === null || rule.version === 0 || rule.is_changed;
  return (
    <>
      {problem && <Refused problem={problem} />}
      {asking && (
        <Publishing
          definition={props.definition}
          busy={busy}
          ready={ready}
          onPublish={(from) => {
            void publish(from).then(close);
          }}
          onClose={close}
        />
      )}
      <div className={room.buttons} hidden={asking}>
        <Button
          loading={busy}
          disabled={!ready || !isUnpublished}
          onClick={() => {
            setAsking(true);
          }}
        >
          {w('publish')}
        </Button>
        <Button variant="default" disabled={!ready || !isDirty || busy} onClick={() => void save()}>
          {w('save')}
        </Button>
        {rule && isDirty && (
          <Button variant="subtle" color="gray" onClick={props.onRevert}>
            {w('revert')}
          </Button>
        )}
        {!rule && (
          <Button
            variant="subtle"
            color="gray"
            onClick={() => {
              navigate('/rules');
            }}
          >
            {w('cancel')}
          </Button>
        )}
        {rule && (
          <Button
            variant="subtle"
            color="gray"
            className={room.last}
            onClick={() => void archive(rule)}
          >
            {w('archive')}
          </Button>
        )}
      </div>
    </>
  );
}

type Run = ReturnType<typeof useCall>['run'];

/** What is published is what stands in the fields: it is kept first. */
function useSaving(
  props: { rule: Rule | null; definition: Definition; isDirty: boolean; onKept: () => void },
  run: Run,
): { save: () => Promise<void>; publish: (from: From) => Promise<void> } {
  const { rule, definition, isDirty } = props;
  const [, navigate] = useLocation();
  const [key, setKey] = useState(newKey);
  const keep = async (): Promise<string> => {
    if (!rule) return (await rules.create(definition, key)).id;
    if (isDirty) await rules.change(rule.id, { definition });
    return rule.id;
  };
  const done = async (
    work: (id: string) => Promise<unknown>,
    text: 'saved' | 'published',
  ): Promise<void> => {
    let id = rule?.id ?? null;
    const worked = await run(async () => {
      id = await keep();
      await work(id);
    });
    if (worked) {
      setKey(newKey());
      props.onKept();
    }
    invalidate('rules/');
    invalidate('tags');
    if (worked) showToast({ text });
    if (!rule && id) navigate(`/rules/${id}`, { replace: true });
  };
  return {
    save: () => done(() => Promise.resolve(), 'saved'),
    publish: (from) => done((id) => rules.publish(id, from), 'published'),
  };
}

/** With undo: it comes back as it was, in force if it was. */
function useArchiving(run: Run): (rule: Rule) => Promise<void> {
  const [, navigate] = useLocation();
  const back = async (rule: Rule): Promise<void> => {
    try {
      await rules.change(rule.id, { archived: false });
      if (rule.state === 'live') await rules.resume(rule.id);
    } finally {
      // Where it did not come back, its page says so, and offers it again.
      invalidate('rules/');
      navigate(`/rules/${rule.id}`);
    }
  };
  return async (rule) => {
    if (!(await run(() => rules.archive(rule.id)))) return;
    invalidate('rules/');
    navigate('/rules');
    showUndo('rules.archived', () => void back(rule), { name: rule.name });
  };
}

function Refused({ problem }: { problem: Problem }): ReactNode {
  const w = useWords();
  if (problem.code === 'name_taken') {
    return (
      <p className={room.wrong} role="alert">
        {w('name.taken')}
      </p>
    );
  }
  return problem.errors.length > 0 ? null : <ProblemNote problem={problem} />;
}
