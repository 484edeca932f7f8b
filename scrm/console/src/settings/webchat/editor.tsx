import { type FormEvent, type ReactNode, useMemo, useState } from 'react';
import { channels } from '../../api/calls.ts';
import type { Channel } from '../../api/types.ts';
import { useUnsaved, without } from '../../state/unsaved.ts';
import { keepChannel } from '../channel-row.tsx';
import { useCall } from '../section.tsx';
import { Asked } from './asked.tsx';
import { Greetings } from './greetings.tsx';
import { Refusal } from './group.tsx';
import { OfficeHours } from './hours.tsx';
import { Looks } from './looks.tsx';
import { Preview } from './preview.tsx';
import { SaveBar } from './save-bar.tsx';
import { OnSite, Snippet } from './site.tsx';
import { changes, hasSecret, keyOf, type Values, valuesOf } from './values.ts';
import { useWords } from './words.ts';
import classes from './webchat.module.css';

export interface Part {
  values: Values;
  set: (change: Partial<Values>) => void;
}

export function ChatEditor({ channel }: { channel: Channel }): ReactNode {
  const w = useWords();
  const { busy, problem, run } = useCall();
  const kept = useMemo(() => valuesOf(channel), [channel]);
  const [draft, setDraft] = useUnsaved<Values>(`web-chat/${channel.id}`);
  const [isSaved, setSaved] = useState(false);
  const values = { ...kept, ...draft }; // what somebody else saves meanwhile shows, and stays
  const refusal = Object.keys(draft).length > 0 ? problem : null; // of what was put back, none
  const changed = changes(kept, values);
  const isChanged = Object.keys(changed).length > 0;
  const set = (change: Partial<Values>): void => {
    setSaved(false);
    setDraft((now) => ({ ...now, ...change }));
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const sent = draft;
    const worked = await run(async () => {
      keepChannel(await channels.update(channel.id, { settings: changed }));
    });
    if (worked) setDraft((now) => without(now, sent));
    setSaved(worked);
  };
  return (
    <Refusal value={refusal}>
      <div className={classes.editor}>
        <form onSubmit={(event) => void save(event)}>
          <Snippet siteKey={keyOf(channel)} />
          <Looks values={values} set={set} />
          <OfficeHours values={values} set={set} />
          <Greetings values={values} set={set} />
          <Asked values={values} set={set} />
          <OnSite values={values} set={set} hasSecret={hasSecret(channel)} />
          <SaveBar
            problem={refusal}
            busy={busy}
            isChanged={isChanged}
            saved={isSaved ? w('saved') : ''}
            onDiscard={() => {
              setDraft(() => ({}));
            }}
          />
        </form>
        <Preview siteKey={keyOf(channel)} values={values} />
      </div>
    </Refusal>
  );
}
