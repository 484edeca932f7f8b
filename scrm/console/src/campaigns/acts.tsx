import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Problem } from '../api/problem.ts';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { ProblemNote } from '../shell/states.tsx';
import { showToast } from '../shell/toasts.ts';
import { Question } from './asking.tsx';
import { campaigns } from './calls.ts';
import { isDated } from './dated.ts';
import { lacking } from './draft.ts';
import { Archive, Duplicate } from './life.tsx';
import { PreflightPart, usePreflight } from './preflight.tsx';
import { useTold } from './told.ts';
import { type Saved, useSaving } from './saving.ts';
import type { WholeCampaign } from './types.ts';
import { useCounted, useWords } from './words.ts';

interface Props extends Saved {
  /** How many are meant now; null where nobody counted. */
  people: number | null;
  problem: Problem | null;
  onRevert: () => void;
}

/** Keep the draft, or have it go out: after a plain question, with the number of people. */
export function Acts(props: Props): ReactNode {
  const { whole, definition, isDirty, problem } = props;
  const w = useWords();
  const mayWrite = useCan('campaigns.write');
  const maySend = useCan('campaigns.send');
  const { busy, done } = useSaving(props);
  const save = async (): Promise<void> => {
    if (await done(() => Promise.resolve())) showToast({ text: 'saved' });
  };
  const send = (verb: 'launch' | 'publish'): Promise<boolean> =>
    done((id) => campaigns.act(id, verb));
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
      {isLive && !(isDated(whole.definition.schedule) && whole.runs > 1) && (
        <p className={room.dim}>{w(whole.state === 'scheduled' ? 'edit.open' : 'edit.begun')}</p>
      )}
      {lacks.length === 0 && (!isLive || whole.state === 'scheduled') && (
        <Looked whole={whole} isDirty={isDirty} />
      )}
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
  const isDaily = isDated(schedule);
  const plain = isLive
    ? w(isDaily ? 'publish.daily.ask' : 'publish.ask')
    : w(isDaily ? 'daily.ask' : isAt ? 'plan.ask' : 'send.ask', { time, zone });
  const { data } = usePreflight(isLive || isDaily || props.isDirty ? null : props.whole);
  const told = useTold(isAt ? { time, zone } : null);
  const text =
    isLive || isDaily || people === null
      ? plain
      : counted(isAt ? 'plan' : 'send', people, { time, zone });
  const isNobody = people === 0 && !isLive && !isDaily;
  return (
    <Question
      text={data ? told(data).text : text}
      hint={data ? told(data).hint : isNobody ? w('send.nobody') : undefined}
      yes={w(isLive ? 'publish.do' : isDaily ? 'daily.do' : isAt ? 'plan.do' : 'send.do')}
      busy={props.busy}
      onYes={props.onYes}
      onNo={props.onNo}
    />
  );
}
