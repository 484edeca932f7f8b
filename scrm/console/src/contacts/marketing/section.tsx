import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { channels } from '../../api/calls.ts';
import { http, newKey } from '../../api/client.ts';
import type { Page } from '../../api/types.ts';
import { useFormat } from '../../i18n/context.tsx';
import { useCan } from '../../session/me.ts';
import { useCall } from '../../settings/section.tsx';
import { ProblemNote } from '../../shell/states.tsx';
import { invalidate, useResource } from '../../state/resource.ts';
import contact from '../contacts.module.css';
import classes from './marketing.module.css';
import { ReceivedList } from './received.tsx';
import { useWords, type Word } from './words.ts';

/** `why` is the word for what stops marketing there; "" where nothing does. */
interface Way {
  channel_id: string;
  identity_id: string;
  why: '' | 'opted_out' | 'unreachable' | 'no_basis' | 'window_closed';
}

interface Marketing {
  opted_out: boolean;
  ways: Way[];
}

/** What somebody has ended; `evidence` may hold the words with which they did. */
interface Suppression {
  id: string;
  kind: 'contact' | 'identity';
  evidence: { text?: string; note?: string };
  at: string;
}

/** What may be sent to somebody where, and why not elsewhere. */
export default function MarketingSection({ id }: { id: string }): ReactNode {
  const w = useWords();
  const mayWrite = useCan('contacts.write');
  const mayLift = useCan('suppressions.lift');
  const found = useResource(`contact/${id}/marketing`, () =>
    http.get<Marketing>(`/contacts/${id}/marketing`),
  );
  const ended = useResource(`contact/${id}/suppressions`, () =>
    http.get<Page<Suppression>>(`/suppressions?contact=${id}`),
  );
  const stop = ended.data?.items.find((one) => one.kind === 'contact');
  if (found.problem && !found.data)
    return <ProblemNote problem={found.problem} onRetry={found.reload} />;
  if (!found.data) return null;
  return (
    <section className={contact.section}>
      <h2>{w('title')}</h2>
      {stop ? <Ended stop={stop} /> : <Ways ways={found.data.ways} />}
      {stop && mayLift && <Lift key={stop.id} of={id} stop={stop} />}
      {!stop && mayWrite && <Stop of={id} />}
      <ReceivedList id={id} />
    </section>
  );
}

function Ways({ ways }: { ways: Way[] }): ReactNode {
  const w = useWords();
  const all = useResource('channels', channels.list);
  return (
    <div>
      {ways.map((way) => (
        <div key={way.identity_id} className={classes.way}>
          <span dir="auto" translate="no">
            {all.data?.items.find((one) => one.id === way.channel_id)?.name ?? '…'}
          </span>
          <small className={way.why === '' ? contact.can : contact.cannot}>
            {w(way.why === '' ? 'may' : way.why)}
          </small>
        </div>
      ))}
    </div>
  );
}

function Ended({ stop }: { stop: Suppression }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const said = stop.evidence.text ?? stop.evidence.note ?? '';
  return (
    <p className={classes.ended}>
      <span className={contact.cannot}>{w('ended')}</span>{' '}
      {said !== '' && (
        <q dir="auto" translate="no">
          {said}
        </q>
      )}{' '}
      <small>{format.date(stop.at)}</small>
    </p>
  );
}

function after(id: string): void {
  invalidate(`contact/${id}`);
  invalidate(`timeline/${id}`);
}

/** Asked twice, for an agent can't take it back. */
function Stop({ of }: { of: string }): ReactNode {
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [asks, setAsks] = useState(false);
  if (!asks) return <Opener word="stop" onClick={() => setAsks(true)} />;
  const stop = async (): Promise<void> => {
    const body = { contact_id: of, how: 'asked' };
    if (await run(() => http.post('/consents/withdraw', body, newKey()))) after(of);
  };
  return (
    <div className={classes.ask} role="group" aria-label={w('stop')}>
      <p>{w('stop.text')}</p>
      <div>
        <Button size="compact-sm" color="red" loading={busy} onClick={() => void stop()}>
          {w('stop.yes')}
        </Button>
        <Cancel onClick={() => setAsks(false)} />
      </div>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}

/** The reason goes into the audit. */
function Lift({ of, stop }: { of: string; stop: Suppression }): ReactNode {
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [reason, setReason] = useState<string | null>(null);
  if (reason === null) return <Opener word="lift" onClick={() => setReason('')} />;
  const lift = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const path = `/suppressions/${stop.id}/lift`;
    if (await run(() => http.post(path, { reason: reason.trim() }, newKey()))) after(of);
  };
  return (
    <form className={classes.ask} onSubmit={(event) => void lift(event)}>
      <TextInput
        size="xs"
        label={w('lift.reason')}
        maxLength={500}
        required
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      <div>
        <Button type="submit" size="compact-sm" loading={busy} disabled={reason.trim().length < 3}>
          {w('lift.yes')}
        </Button>
        <Cancel onClick={() => setReason(null)} />
      </div>
      {problem && <ProblemNote problem={problem} />}
    </form>
  );
}

function Opener(props: { word: Word; onClick: () => void }): ReactNode {
  const w = useWords();
  return (
    <Button size="compact-xs" variant="default" onClick={props.onClick}>
      {w(props.word)}
    </Button>
  );
}

function Cancel({ onClick }: { onClick: () => void }): ReactNode {
  const w = useWords();
  return (
    <Button size="compact-sm" variant="subtle" color="gray" onClick={onClick}>
      {w('cancel')}
    </Button>
  );
}
