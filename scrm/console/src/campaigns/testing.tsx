import { Button, Select } from '@mantine/core';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import { contacts } from '../api/calls.ts';
import { newKey } from '../api/client.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Contact } from '../api/types.ts';
import room from '../conditions/room.module.css';
import { changePreferences, useCan, usePreferences } from '../session/me.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { createStore, useStore } from '../state/store.ts';
import { campaigns } from './calls.ts';
import { NO_LINK } from './filling.ts';
import classes from './testing.module.css';
import { type Saved, useSaving } from './saving.ts';
import type { Tested } from './types.ts';
import en from './words-en.json';
import { useWhy, useWords, type Word } from './words.ts';

interface Outcome {
  campaign: string;
  contact: string;
  sent: Tested | null;
  problem: Problem | null;
}

/** Kept outside: saving the draft opens the page anew. */
const last = createStore<Outcome | null>(null);

/** Send the message as it stands to the contact that one is, on the real channel. */
export function TestPart(props: Saved): ReactNode {
  const { whole, definition } = props;
  const w = useWords();
  const maySend = useCan('campaigns.send');
  const mayWrite = useCan('campaigns.write');
  const { busy, done } = useSaving(props);
  const [isUnkept, setUnkept] = useState(false);
  const outcome = useStore(last, (one) => (one && one.campaign === whole?.id ? one : null));
  const me = usePreferences().testContact ?? null;
  const { data: contact, problem: gone } = useResource(
    me === null ? null : `contacts/one/${me}`,
    () => contacts.get(me ?? ''),
  );
  if (!maySend || !mayWrite) return null;
  const lacks = !definition.channels || !definition.message?.text?.trim();
  const who = gone === null ? (contact ?? null) : null;
  const send = async (whom: Contact): Promise<void> => {
    last.set(null);
    const isKept = await done(async (id) => {
      const told = { campaign: id, contact: whom.id };
      try {
        last.set({ ...told, sent: await campaigns.test(id, whom.id, newKey()), problem: null });
      } catch (cause) {
        last.set({ ...told, sent: null, problem: asProblem(cause) });
      }
    });
    setUnkept(!isKept);
  };
  return (
    <section className={classes.test} aria-label={w('test')}>
      <h2 className={room.label}>{w('test')}</h2>
      <Whom chosen={who} />
      <Button
        size="xs"
        variant="default"
        loading={busy}
        disabled={lacks || who === null}
        onClick={() => {
          if (who) void send(who);
        }}
      >
        {w('test.do')}
      </Button>
      {lacks && <p className={room.dim}>{w('test.needs')}</p>}
      {isUnkept && (
        <p className={room.wrong} role="alert">
          {w('test.unkept')}
        </p>
      )}
      {outcome && outcome.contact === me && <Told outcome={outcome} name={who?.name ?? ''} />}
    </section>
  );
}

/** The contact that one is: found by name, and remembered. */
function Whom({ chosen }: { chosen: Contact | null }): ReactNode {
  const w = useWords();
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed === chosen?.name ? '' : typed.trim());
  const { data } = useResource(`contacts/find/${wanted}`, () =>
    contacts.list({ q: wanted, limit: 20 }),
  );
  const found = data?.items ?? [];
  const others = chosen ? found.filter((one) => one.id !== chosen.id) : found;
  return (
    <Select
      size="xs"
      label={w('test.who')}
      description={chosen ? undefined : w('test.who.hint')}
      placeholder={w('test.who.find')}
      nothingFoundMessage={w('test.who.none')}
      searchable
      filter={({ options }) => options}
      data={[...(chosen ? [chosen] : []), ...others].map((one) => ({
        value: one.id,
        label: one.name === '' ? w('nobody') : one.name,
      }))}
      searchValue={typed}
      onSearchChange={setTyped}
      value={chosen?.id ?? null}
      onChange={(id) => {
        if (id) void changePreferences({ testContact: id });
      }}
    />
  );
}

function Told({ outcome, name }: { outcome: Outcome; name: string }): ReactNode {
  const w = useWords();
  if (outcome.sent) {
    return (
      <p className={room.dim} role="status">
        {w('test.sent', { name })}{' '}
        <Link href={`/inbox/${outcome.sent.conversation_id}`}>{w('test.look')}</Link>
      </p>
    );
  }
  return outcome.problem && <Refused problem={outcome.problem} contact={outcome.contact} />;
}

/** Why it did not go, and how to mend it. */
function Refused({ problem, contact }: { problem: Problem; contact: string }): ReactNode {
  const w = useWords();
  const why = useWhy();
  const { code, field } = problem;
  if (code === 'missing_value' && field !== null) {
    const instead = `{{ ${field} or "…" }}`;
    return (
      <div className={classes.refused} role="alert">
        <p>
          {field === NO_LINK ? w('pre.lacks.link') : w('test.missing', { name: field, instead })}
        </p>
        <Link href={`/contacts/${contact}`}>{w('test.person')}</Link>
      </div>
    );
  }
  const reason = /\((\w+)\)/.exec(problem.message)?.[1] ?? '';
  if (code !== 'test_blocked' || reason === '') return <ProblemNote problem={problem} />;
  const mend = `test.mend.${reason}`;
  return (
    <div className={classes.refused} role="alert">
      <p>{w('test.blocked', { why: why(reason) })}</p>
      <p>{w(mend in en ? (mend as Word) : 'test.mend')}</p>
      <Link href={`/contacts/${contact}`}>{w('test.person')}</Link>
    </div>
  );
}
