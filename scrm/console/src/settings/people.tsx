import { Button, Menu, Modal, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { users } from '../api/calls.ts';
import { newKey } from '../api/client.ts';
import type { Page, Role, User } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { useMe } from '../session/me.ts';
import { Avatar } from '../shell/avatar.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { showToast, showUndo } from '../shell/toasts.ts';
import { invalidate, overwrite, useResource } from '../state/resource.ts';
import { CopyField } from './copy-field.tsx';
import { Section, useCall } from './section.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

const ROLES: readonly Role[] = ['owner', 'admin', 'agent', 'viewer'];

/** Only an owner makes owners. */
function useGrantable(): readonly Role[] {
  const { user } = useMe();
  return user.role === 'owner' ? ROLES : ROLES.filter((role) => role !== 'owner');
}

async function update(user: User, change: Partial<Pick<User, 'role' | 'disabled'>>): Promise<void> {
  const keep = (next: User): void => {
    overwrite<Page<User>>(
      'users',
      (page) =>
        page && {
          ...page,
          items: page.items.map((known) => (known.id === next.id ? next : known)),
        },
    );
  };
  keep({ ...user, ...change });
  try {
    keep(await users.update(user.id, change));
    invalidate('agents');
  } catch (cause) {
    keep(user);
    throw cause;
  }
}

export default function People(): ReactNode {
  const t = useT();
  const w = useWords();
  const [, navigate] = useLocation();
  const inviting = new URLSearchParams(useSearch()).get('add') === 'true';
  const { data, problem, reload } = useResource('users', () => users.list());
  const setInviting = (open: boolean): void => {
    navigate(`/settings/people${open ? '?add=true' : ''}`);
  };
  return (
    <Section
      title={t('settings.people')}
      text={w('people.text')}
      action={
        <Button
          leftSection={<IconPlus size={16} />}
          onClick={() => {
            setInviting(true);
          }}
        >
          {w('people.invite')}
        </Button>
      }
    >
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={4} height={40} />}
      <ul className={classes.rows}>
        {data?.items.map((user) => (
          <li key={user.id}>
            <PersonRow user={user} />
          </li>
        ))}
      </ul>
      {inviting && (
        <Invite
          onClose={() => {
            setInviting(false);
            reload();
          }}
        />
      )}
    </Section>
  );
}

function PersonRow({ user }: { user: User }): ReactNode {
  const t = useT();
  const w = useWords();
  const format = useFormat();
  const now = useNow();
  const me = useMe().user;
  const grantable = useGrantable();
  const { busy, problem, run } = useCall();
  const [link, setLink] = useState<string | null>(null);
  const isMe = user.id === me.id;
  const locked = isMe || !grantable.includes(user.role);
  const state = user.disabled
    ? w('people.disabled')
    : user.pending
      ? w('people.pending')
      : user.last_seen
        ? w('people.seen', { time: format.since(user.last_seen, now) })
        : '';
  const setDisabled = (disabled: boolean): void => {
    void run(() => update(user, { disabled })).then((worked) => {
      if (worked && disabled) {
        showUndo(
          'people.wasDisabled',
          () => void update({ ...user, disabled }, { disabled: false }),
          { name: user.name },
        );
      }
    });
  };
  return (
    <>
      <div className={classes.row} data-off={user.disabled}>
        <Avatar name={user.name || user.email} photo={user.photo} size={34} />
        <div className={classes.text}>
          <b translate="no">{user.name || user.email}</b>
          {user.name !== '' && <small translate="no">{user.email}</small>}
        </div>
        <small className={classes.dim}>{isMe ? w('people.you') : state}</small>
        <Select
          size="xs"
          w={124}
          aria-label={w('people.role')}
          disabled={locked || busy}
          value={user.role}
          data={(locked ? ROLES : grantable).map((role) => ({
            value: role,
            label: w(`role.${role}`),
          }))}
          onChange={(role) => void run(() => update(user, { role: role as Role }))}
        />
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="compact-sm" variant="default" disabled={locked}>
              {t('more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              onClick={() =>
                void run(async () => {
                  setLink((await users.link(user.id)).invite_url);
                })
              }
            >
              {w(user.pending ? 'people.again' : 'people.reset')}
            </Menu.Item>
            <Menu.Item
              onClick={() => {
                setDisabled(!user.disabled);
              }}
            >
              {w(user.disabled ? 'people.enable' : 'people.disable')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {link && (
        <div className={classes.details}>
          <p className={classes.dim}>{w('people.link')}</p>
          <CopyField label={w('people.link')} value={link} />
        </div>
      )}
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

function Invite(props: { onClose: () => void }): ReactNode {
  const t = useT();
  const w = useWords();
  const grantable = useGrantable();
  const { busy, problem, run } = useCall();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [link, setLink] = useState<string | null>(null);
  const [key] = useState(newKey);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => {
      const body = { email: email.trim(), name: name.trim() || undefined, role };
      setLink((await users.invite(body, key)).invite_url);
      showToast({ text: 'people.invited', values: { email: body.email } });
    });
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={w('people.invite')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {link ? (
        <div className={classes.form}>
          <p>{w('people.link')}</p>
          <CopyField label={w('people.link')} value={link} />
          <Button onClick={props.onClose}>{t('done')}</Button>
        </div>
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <TextInput
            label={t('signin.email')}
            type="email"
            required
            withAsterisk={false}
            data-autofocus
            value={email}
            onChange={(event) => {
              setEmail(event.currentTarget.value);
            }}
          />
          <TextInput
            label={w('people.name')}
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
          <Select
            label={w('people.role')}
            description={w(`role.${role}.text`)}
            value={role}
            data={grantable.map((one) => ({ value: one, label: w(`role.${one}`) }))}
            onChange={(value) => {
              setRole(value as Role);
            }}
          />
          {problem && <ProblemNote problem={problem} />}
          <Button type="submit" loading={busy}>
            {w('people.makeLink')}
          </Button>
        </form>
      )}
    </Modal>
  );
}
