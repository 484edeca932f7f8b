import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { useT } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { useCall } from '../settings/section.tsx';
import { useMistakes } from '../shell/refusals/words.ts';
import { ProblemNote, useProblemText } from '../shell/states.tsx';
import { showToast, showUndo } from '../shell/toasts.ts';
import { invalidate } from '../state/resource.ts';
import { GroupFields, Mistakes } from '../conditions/builder.tsx';
import { segments } from './calls.ts';
import { conditionOf, isComplete, rootOf } from '../conditions/draft.ts';
import { Lines } from '../conditions/reading.tsx';
import { People } from './people.tsx';
import { usePreview } from './preview.ts';
import room from '../conditions/room.module.css';
import type { Condition } from '../conditions/types.ts';
import type { Preview, Segment } from './types.ts';
import { useWords } from './words.ts';

/** A segment, saved or not yet: its question on the left, its people on the right. */
export function SegmentEditor(props: { segment: Segment | null; starts: Condition }): ReactNode {
  const { segment } = props;
  const t = useT();
  const w = useWords();
  const [, navigate] = useLocation();
  const mayWrite = useCan('segments.write');
  const { busy, problem, run } = useCall();
  const [key, setKey] = useState(newKey);
  const [name, setName] = useState(segment?.name ?? '');
  const [root, setRoot] = useState(() => rootOf(props.starts));
  const first = useMemo(() => JSON.stringify(conditionOf(rootOf(props.starts))), [props.starts]);
  const condition = conditionOf(root);
  const complete = isComplete(root);
  const answer = usePreview(condition, complete);
  const mistakes = useMistakes(answer.problem);
  const isDirty = JSON.stringify(condition) !== first || name.trim() !== (segment?.name ?? '');
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const body = { name: name.trim(), definition: condition };
    let saved: Segment | null = null;
    const worked = await run(async () => {
      saved = await (segment ? segments.change(segment.id, body) : segments.create(body, key));
    });
    setKey(newKey());
    if (!worked) return;
    invalidate('segments/');
    showToast({ text: 'saved' });
    if (!segment) navigate(`/segments/${(saved as unknown as Segment).id}`, { replace: true });
  };
  const archive = (id: string): void => {
    void run(() => segments.archive(id)).then((worked) => {
      if (!worked) return;
      invalidate('segments/');
      navigate('/segments');
      const back = async (): Promise<void> => {
        await segments.change(id, { archived: false });
        invalidate('segments/');
        navigate(`/segments/${id}`);
      };
      showUndo('segments.archived', () => void back(), { name: segment?.name ?? '' });
    });
  };
  return (
    <div className={`${room.editor} ${room.sided}`}>
      <form onSubmit={(event) => void save(event)}>
        <div className={`${room.question} ${room.fields}`}>
          <TextInput
            label={w('name')}
            placeholder={w('name.hint')}
            required
            withAsterisk={false}
            maxLength={100}
            dir="auto"
            translate="no"
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
          <Mistakes value={mistakes}>
            <GroupFields node={root} path="" set={setRoot} depth={0} about="person" />
          </Mistakes>
        </div>
        <div className={room.says}>
          <Reading preview={answer.preview} ready={complete} />
        </div>
        <div className={`${room.question} ${room.actions}`}>
          {problem && <Refused problem={problem} />}
          {mayWrite && (
            <div className={room.buttons}>
              <Button
                type="submit"
                loading={busy}
                disabled={(segment !== null && !isDirty) || !complete}
              >
                {w(segment ? 'save' : 'create')}
              </Button>
              {segment && isDirty && (
                <Button
                  variant="default"
                  onClick={() => {
                    setName(segment.name);
                    setRoot(rootOf(props.starts));
                  }}
                >
                  {w('revert')}
                </Button>
              )}
              {!segment && (
                <Button
                  variant="default"
                  onClick={() => {
                    navigate('/segments');
                  }}
                >
                  {t('cancel')}
                </Button>
              )}
              {segment && (
                <Button
                  variant="subtle"
                  color="gray"
                  className={room.last}
                  onClick={() => {
                    archive(segment.id);
                  }}
                >
                  {w('archive')}
                </Button>
              )}
            </div>
          )}
        </div>
      </form>
      <aside className={room.beside}>
        <People
          answer={answer}
          saved={segment && JSON.stringify(condition) === first ? segment.id : null}
        />
      </aside>
    </div>
  );
}

/** In plain words whom it means; a line each where there are many. */
function Reading({ preview, ready }: { preview: Preview | null; ready: boolean }): ReactNode {
  const w = useWords();
  return (
    <div className={room.reading}>
      <span className={room.label}>{w('means')}</span>
      <p aria-live="polite" dir="auto" translate="no">
        {ready ? (
          <Lines text={preview?.reading ?? ''} />
        ) : (
          <span className={room.dim}>{w('blank')}</span>
        )}
      </p>
    </div>
  );
}

function Refused({ problem }: { problem: Problem }): ReactNode {
  const w = useWords();
  const text = useProblemText();
  if (problem.code !== 'name_taken') return <ProblemNote problem={problem} />;
  return (
    <p className={room.wrong} role="alert">
      {problem.code === 'name_taken' ? w('name.taken') : text(problem)}
    </p>
  );
}
