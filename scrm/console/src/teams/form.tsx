import { Button, MultiSelect, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { users } from '../api/calls.ts';
import { newKey } from '../api/client.ts';
import { useT } from '../i18n/context.tsx';
import { useCall } from '../settings/section.tsx';
import settings from '../settings/settings.module.css';
import { Avatar } from '../shell/avatar.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { forget, useDraft } from '../state/unsaved.ts';
import { type Team, teams } from './calls.ts';
import classes from './teams.module.css';
import { useWords } from './words.ts';

type Draft = Pick<Team, 'name' | 'members'>;

export function keyOf(team: Team | null): string {
  return `team/${team?.id ?? 'new'}`;
}

/** Names a team and says who is in it. */
export function TeamForm(props: { team: Team | null; onDone: () => void }): ReactNode {
  const { team } = props;
  const t = useT();
  const w = useWords();
  const { busy, problem, run } = useCall();
  const begin = (): Draft => ({ name: team?.name ?? '', members: team?.members ?? [] });
  const [draft, setDraft] = useDraft(keyOf(team), begin, (now) => {
    return JSON.stringify(now) !== JSON.stringify(begin());
  });
  const [key] = useState(newKey);
  const [listed, setListed] = useState(false);
  const colleagues = useResource('agents', users.agents);
  const people = colleagues.data ?? [];
  const done = (): void => {
    forget(keyOf(team));
    props.onDone();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { name: draft.name.trim(), members: draft.members };
    void run(() => (team ? teams.change(team.id, body) : teams.create(body, key))).then(
      (worked) => {
        if (worked) done();
      },
    );
  };
  return (
    <form className={settings.form} onSubmit={submit}>
      <TextInput
        label={w('name')}
        placeholder={w('name.hint')}
        required
        withAsterisk={false}
        maxLength={60}
        autoFocus
        dir="auto"
        value={draft.name}
        onChange={(event) => {
          const name = event.currentTarget.value;
          setDraft((now) => ({ ...now, name }));
        }}
      />
      <MultiSelect
        label={w('members')}
        description={w('members.hint')}
        searchable
        dropdownOpened={listed}
        onDropdownOpen={() => {
          setListed(true);
        }}
        onDropdownClose={() => {
          setListed(false);
        }}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        renderOption={({ option }) => (
          <span className={classes.person}>
            <Avatar
              name={option.label}
              photo={people.find(({ id }) => id === option.value)?.photo}
              size={22}
            />
            <span dir="auto" translate="no">
              {option.label}
            </span>
          </span>
        )}
        value={draft.members.filter((id) => people.some((one) => one.id === id))}
        onChange={(members) => {
          setListed(false); // it would lie over Save and take its click
          setDraft((now) => ({ ...now, members }));
        }}
      />
      {problem && <ProblemNote problem={problem} />}
      <div className={settings.buttons}>
        <Button type="submit" loading={busy} disabled={draft.name.trim() === ''}>
          {t('save')}
        </Button>
        <Button variant="default" onClick={done}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
