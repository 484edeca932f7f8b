import { Button, Textarea, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { channels } from '../../api/calls.ts';
import { newKey } from '../../api/client.ts';
import type { Channel } from '../../api/types.ts';
import { useT } from '../../i18n/context.tsx';
import { ProblemNote } from '../../shell/states.tsx';
import { keepChannel } from '../channel-row.tsx';
import { Section, useCall } from '../section.tsx';
import settings from '../settings.module.css';
import { said } from './group.tsx';
import { useWords } from './words.ts';

/** A name and the sites: all else has a meaning by itself, and is changed before one's eyes. */
export function CreateChat(props: { onDone: (made: Channel | null) => void }): ReactNode {
  const w = useWords();
  const t = useT();
  const { busy, problem, run } = useCall();
  const [name, setName] = useState('');
  const [sites, setSites] = useState('');
  const [key] = useState(newKey);
  const isOfSites = problem?.field?.startsWith('settings.sites') ?? false;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const named = sites.split(/\s+/).filter((site) => site !== '');
    void run(async () => {
      const body = { platform: 'webchat', name: name.trim(), settings: { sites: named } };
      const made = await channels.create(body, key);
      keepChannel(made);
      props.onDone(made);
    });
  };
  return (
    <Section
      title={w('create')}
      text={w('empty.text')}
      action={
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={16} />}
          onClick={() => {
            props.onDone(null);
          }}
        >
          {t('back')}
        </Button>
      }
    >
      <form className={settings.form} onSubmit={submit}>
        <TextInput
          label={w('name')}
          description={w('name.text')}
          required
          withAsterisk={false}
          maxLength={100}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <Textarea
          label={w('sites')}
          description={w('sites.text')}
          rows={3}
          dir="ltr"
          error={isOfSites && problem ? said(problem) : undefined}
          value={sites}
          onChange={(event) => {
            setSites(event.currentTarget.value);
          }}
        />
        {problem && !isOfSites && <ProblemNote problem={problem} />}
        <div className={settings.buttons}>
          <Button type="submit" loading={busy}>
            {w('create')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
