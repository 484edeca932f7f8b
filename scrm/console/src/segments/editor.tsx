import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../api/client.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { useLanguage, useT } from '../i18n/context.tsx';
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
import room from '../conditions/room.module.css';
import type { Condition } from '../conditions/types.ts';
import type { Preview, Segment } from './types.ts';
import { useWords } from './words.ts';

const PAUSE_MS = 400;
const AGAIN_MS = 5_000;
/** A question that takes long is asked seldom: the hub counts for others too. */
const SHARE_OF_TIME = 20;

/** What is known of a condition: whom it means, or what is wrong with it. */
export interface Answer {
  preview: Preview | null;
  problem: Problem | null;
  busy: boolean;
}

/** Asks the hub a little after the last change, and again while somebody looks: people come and go.
 *  An answer to an older question is dropped. */
function usePreview(condition: Condition, ready: boolean): Answer {
  const { locale } = useLanguage();
  const language = locale === 'zh' ? 'zh' : 'en';
  const asked = ready ? JSON.stringify(condition) : '';
  const [answer, setAnswer] = useState<Answer>({ preview: null, problem: null, busy: ready });
  useEffect(() => {
    if (asked === '') return;
    let isLatest = true;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (isFirst: boolean): Promise<void> => {
      if (isFirst) setAnswer((before) => ({ ...before, busy: true }));
      const begun = performance.now();
      try {
        const preview = await segments.preview(JSON.parse(asked) as Condition, language);
        if (!isLatest) return;
        setAnswer({ preview, problem: null, busy: false });
        const took = performance.now() - begun;
        timer = setTimeout(() => void again(), Math.max(AGAIN_MS, took * SHARE_OF_TIME));
      } catch (cause) {
        if (isLatest) setAnswer({ preview: null, problem: asProblem(cause), busy: false });
      }
    };
    const again = async (): Promise<void> => {
      if (document.visibilityState === 'visible') await ask(false);
      else timer = setTimeout(() => void again(), AGAIN_MS);
    };
    timer = setTimeout(() => void ask(true), PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [asked, language]);
  return ready ? answer : { preview: null, problem: null, busy: false };
}

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
