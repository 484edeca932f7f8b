import { Select } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { channels, organisation } from '../api/calls.ts';
import type { Contact } from '../api/types.ts';
import room from '../conditions/room.module.css';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { useResource } from '../state/resource.ts';
import classes from './campaigns.module.css';
import type { Draft } from './draft.ts';
import { filled, howToStop, stopLink, type Values } from './filling.ts';
import { useWords } from './words.ts';

/** As somebody reads it on their phone: one of those who are meant, or a sample. */
export function Preview(props: {
  draft: Draft;
  people: readonly Contact[];
  who: string;
  onWho: (who: string) => void;
  /** The draft has no channels of its own: whoever looks says where. */
  chooses?: boolean;
}): ReactNode {
  const { people, who } = props;
  const w = useWords();
  const [channel, setChannel] = useState<string | null>(null);
  const { data: known } = useResource('channels', channels.list);
  const all = known?.items ?? [];
  const draft = props.chooses
    ? { ...props.draft, channels: [channel ?? all[0]?.id ?? ''] }
    : props.draft;
  const { data: settings } = useResource('settings', organisation.get);
  const person = people.find((one) => one.id === who);
  const contact = person
    ? { ...person.attributes, name: person.name, locale: person.locale, zone: person.zone }
    : { name: w('sample.name'), first_name: w('sample.name'), locale: '' };
  const values: Values = {
    contact,
    organisation: { name: settings?.organisation_name },
    campaign: {
      name: draft.name,
      how_to_stop: howToStop(contact.locale ?? '', settings?.locale),
      stop_link: stopLink(window.location.origin),
    },
  };
  return (
    <section className={classes.preview} aria-label={w('preview')}>
      <Select
        size="xs"
        label={w('preview.as')}
        data={[
          { value: '', label: w('sample') },
          ...people.map((one) => ({ value: one.id, label: one.name })),
        ]}
        value={person ? who : ''}
        onChange={(picked) => {
          props.onWho(picked ?? '');
        }}
      />
      {props.chooses && all.length > 1 && (
        <Select
          size="xs"
          label={w('preview.on')}
          data={all.map((one) => ({ value: one.id, label: one.name }))}
          value={draft.channels[0] ?? null}
          allowDeselect={false}
          onChange={setChannel}
        />
      )}
      <Phone draft={draft} values={values} />
      <Notes draft={draft} values={values} />
    </section>
  );
}

function Phone({ draft, values }: { draft: Draft; values: Values }): ReactNode {
  const w = useWords();
  const { data } = useResource('channels', channels.list);
  const channel = data?.items.find((one) => one.id === draft.channels[0]);
  const runs = filled(draft.text, values);
  return (
    <div className={classes.phone}>
      <header>
        {channel && <PlatformMark platform={channel.platform} size={14} />}
        <span dir="auto" translate={channel ? 'no' : undefined}>
          {channel?.name ?? w('preview.nowhere')}
        </span>
      </header>
      <div className={classes.screen}>
        {draft.file && (
          <span className={classes.attached} translate="no">
            {draft.file.kind === 'photo' ? (
              <img src={draft.file.url} alt={draft.file.name} />
            ) : (
              <>
                <IconPaperclip size={14} aria-hidden /> {draft.file.name}
              </>
            )}
          </span>
        )}
        <p className={classes.bubble} dir="auto" translate={draft.text === '' ? undefined : 'no'}>
          {draft.text === '' ? (
            <span className={room.dim}>{w('preview.blank')}</span>
          ) : (
            runs.map((run, index) => (
              <span key={index} data-is={run.is}>
                {run.text}
              </span>
            ))
          )}
        </p>
        {draft.buttons.map((one) => (
          <span key={one.id} className={classes.pressed} dir="auto" translate="no">
            {one.label === '' ? '…' : one.label}
          </span>
        ))}
      </div>
    </div>
  );
}

/** What a browser can't fill in, and what would keep the message from this person. */
function Notes({ draft, values }: { draft: Draft; values: Values }): ReactNode {
  const w = useWords();
  const runs = filled(draft.text, values);
  const missing = [...new Set(runs.filter((one) => one.is === 'missing').map((one) => one.text))];
  return (
    <>
      {missing.length > 0 && (
        <p className={classes.note}>{w('preview.missing', { names: missing.join(', ') })}</p>
      )}
      {runs.some((one) => one.is === 'open') && <p className={room.dim}>{w('preview.open')}</p>}
    </>
  );
}
