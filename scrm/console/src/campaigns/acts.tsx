import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../api/client.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { ProblemNote } from '../shell/states.tsx';
import { showToast } from '../shell/toasts.ts';
import { invalidate } from '../state/resource.ts';
import { Question } from './asking.tsx';
import { campaigns } from './calls.ts';
import { changeTo, lacking } from './draft.ts';
import { Archive, Duplicate } from './life.tsx';
import { PreflightPart } from './preflight.tsx';
import type { Definition, WholeCampaign } from './types.ts';
import { useCounted, useWords } from './words.ts';

interface Props {
  whole: WholeCampaign | null;
  definition: Definition;
  isDirty: boolean;
  /** How many are meant now; null where nobody counted. */
  people: number | null;
  problem: Problem | null;
  setProblem: (problem: Problem | null) => void;
  onKept: () => void;
  onRevert: () => void;
}

/** Keep the draft, or have it go out: after a plain question, with the number of people. */
export function Acts(props: Props): ReactNode {
  const { whole, definition, isDirty, problem } = props;
  const w = useWords();
  const mayWrite = useCan('campaigns.write');
  const maySend = useCan('campaigns.send');
  const { busy, save, send } = useSaving(props);
  const [asking, setAsking] = useState(false);
  if (!mayWrite) return null;
  const isLive = whole !== null && ['scheduled', 'running', 'paused'].includes(whole.state);
  const lacks = lacking(definition);
  const close = (): void => {
    setAsking(false);
  };
  return (
    <>
      {lacks.length > 0 && (
        <p className={room.dim}>
          {w('lacks', { what: lacks.map((name) => w(`lacks.${name as 'name'}`)).join(', ') })}
        </p>
      )}
      {lacks.length === 0 && !isLive && <Looked whole={whole} isDirty={isDirty} />}
      {problem && problem.errors.length === 0 && <ProblemNote problem={problem} />}
      {problem && problem.errors.length > 0 && (
        <p className={room.wrong} role="alert">
          {w('wrong')}
        </p>
      )}
      {asking && (
        <SendQuestion
          {...props}
          isLive={isLive}
          busy={busy}
          onYes={() => void send(isLive ? 'publish' : 'launch').then(close)}
          onNo={close}
        />
      )}
      <div className={room.buttons} hidden={asking}>
        {maySend && (
          <Button
            disabled={lacks.length > 0 || busy || (isLive && !isDirty && !whole.is_changed)}
            onClick={() => {
              setAsking(true);
            }}
          >
            {w(isLive ? 'publish' : definition.schedule === 'now' ? 'send' : 'plan')}
          </Button>
        )}
        <Button
          variant="default"
          loading={busy}
          disabled={whole !== null && !isDirty}
          onClick={() => void save()}
        >
          {w('save')}
        </Button>
        {isDirty && (
          <Button variant="subtle" color="gray" onClick={props.onRevert}>
            {w('revert')}
          </Button>
        )}
        {whole && whole.version === 0 && (
          <>
            <Duplicate id={whole.id} last />
            <Archive whole={whole} />
          </>
        )}
      </div>
    </>
  );
}

/** The hub looks at what is kept. */
function Looked({ whole, isDirty }: { whole: WholeCampaign | null; isDirty: boolean }): ReactNode {
  const w = useWords();
  if (!whole || isDirty) return <p className={room.dim}>{w('preflight.save')}</p>;
  return <PreflightPart whole={whole} />;
}

function SendQuestion(
  props: Props & { isLive: boolean; busy: boolean; onYes: () => void; onNo: () => void },
): ReactNode {
  const { definition, people, isLive } = props;
  const w = useWords();
  const counted = useCounted();
  const format = useFormat();
  const { schedule } = definition;
  const isAt = typeof schedule === 'object' && 'at' in schedule;
  const time = isAt ? format.dateTime(schedule.at) : '';
  const zone = isAt ? w(schedule.zone === 'contact' ? 'their.time' : 'our.time') : '';
  const plain = isLive ? w('publish.ask') : w(isAt ? 'plan.ask' : 'send.ask', { time, zone });
  const text =
    isLive || people === null ? plain : counted(isAt ? 'plan' : 'send', people, { time, zone });
  return (
    <Question
      text={text}
      hint={people === 0 && !isLive ? w('send.nobody') : undefined}
      yes={w(isLive ? 'publish.do' : isAt ? 'plan.do' : 'send.do')}
      busy={props.busy}
      onYes={props.onYes}
      onNo={props.onNo}
    />
  );
}

/** What goes out is what stands in the fields: it is kept first. */
function useSaving(props: Props): {
  busy: boolean;
  save: () => Promise<void>;
  send: (verb: 'launch' | 'publish') => Promise<void>;
} {
  const { whole, definition, isDirty } = props;
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);
  const keep = async (): Promise<string> => {
    if (!whole) return (await campaigns.create(definition, key)).id;
    if (isDirty) await campaigns.change(whole.id, changeTo(definition));
    return whole.id;
  };
  const done = async (work: (id: string) => Promise<unknown>): Promise<boolean> => {
    let id: string | null = null;
    setBusy(true);
    props.setProblem(null);
    try {
      id = await keep();
      await work(id);
      return true;
    } catch (cause) {
      props.setProblem(asProblem(cause));
      return false;
    } finally {
      setBusy(false);
      if (id !== null) {
        setKey(newKey());
        props.onKept();
        invalidate('campaigns/');
        if (!whole) navigate(`/campaigns/${id}`, { replace: true });
      }
    }
  };
  return {
    busy,
    save: async () => {
      if (await done(() => Promise.resolve())) showToast({ text: 'saved' });
    },
    send: async (verb) => {
      await done((id) => campaigns.act(id, verb));
    },
  };
}
