import { Button, Select } from '@mantine/core';
import { IconMessagePlus, IconUsersPlus } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { contacts, users } from '../api/calls.ts';
import type { Contact } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { useCommands } from '../keys/commands.ts';
import { useCan } from '../session/me.ts';
import { Avatar } from '../shell/avatar.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { Attributes } from './attributes.tsx';
import classes from './contacts.module.css';
import { InlineField, useContactChange } from './inline.tsx';
import { Identities } from './identities.tsx';
import { ContactTimeline } from './timeline/timeline.tsx';
import { Talks } from './talks.tsx';

const StartDialog = lazy(() => import('../inbox/start-dialog.tsx'));
const JoinDialog = lazy(() => import('./joining/dialog.tsx'));
const Tags = lazy(() => import('./tags/section.tsx'));
const Marketing = lazy(() => import('./marketing/section.tsx'));
const EraseEntry = lazy(() => import('./erasing/entry.tsx'));

/**
 * Who is this, can I reach them and how; every value is edited where it stands. `children` is what
 * is known of them where they write just now.
 */
export function ContactCard(props: {
  id: string;
  compact?: boolean;
  children?: ReactNode;
}): ReactNode {
  const { id, compact } = props;
  const t = useT();
  const { data, problem, reload } = useResource(`contact/${id}`, () => contacts.get(id));
  const [writing, setWriting] = useState(false);
  const mayWrite = useCan('conversations.write');
  const mayErase = useCan('contacts.erase');
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading />;
  return (
    <div className={compact ? `${classes.card} ${classes.compact}` : classes.card}>
      <div className={classes.top}>
        <Avatar name={data.name} photo={data.photo} size={compact ? 56 : 64} />
        <div>
          <NameField contact={data} />
          <Presence contact={data} />
        </div>
        {!compact && mayWrite && (
          <Button
            size="compact-md"
            variant="light"
            leftSection={<IconMessagePlus size={16} />}
            onClick={() => {
              setWriting(true);
            }}
          >
            {t('contact.write')}
          </Button>
        )}
      </div>
      {props.children}
      <Suspense>
        <Tags contact={data} />
      </Suspense>
      <Identities id={id} />
      <JoinWith contact={data} />
      <Facts contact={data} />
      <Attributes contact={data} />
      <Talks id={id} />
      {compact && (
        <section className={classes.section}>
          <h2>
            {t('contact.timeline')}
            <Link href={`/contacts/${id}`}>{t('contact.whole')}</Link>
          </h2>
          <ContactTimeline id={id} short />
        </section>
      )}
      <Suspense>
        {!compact && <Marketing id={id} />}
        {!compact && mayErase && <EraseEntry contact={data} />}
        {writing && (
          <StartDialog
            contact={data}
            onClose={() => {
              setWriting(false);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

function NameField({ contact }: { contact: Contact }): ReactNode {
  const t = useT();
  const { change, problem } = useContactChange(contact.id);
  const may = useCan('contacts.write');
  const [typed, setTyped] = useState<string | null>(null);
  const save = (): void => {
    const name = typed?.trim();
    setTyped(null);
    if (name && name !== contact.name) void change({ name });
  };
  return (
    <>
      <input
        className={classes.name}
        dir="auto"
        translate="no"
        aria-label={t('contact.name')}
        title={contact.name}
        readOnly={!may}
        value={typed ?? contact.name}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
        }}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

/** Their own time, when it is not ours, and when they were last there. */
function Presence({ contact }: { contact: Contact }): ReactNode {
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const theirs = contact.zone && contact.zone !== here ? format.clockIn(contact.zone, now) : null;
  const seen = contact.last_seen ? format.since(contact.last_seen, now) : null;
  if (!theirs && !seen) return null;
  return (
    <small>
      {theirs && <span>{t('contact.localTime', { time: theirs })}</span>}
      {theirs && seen && ' · '}
      {seen && <span>{t('contact.seen', { time: seen })}</span>}
    </small>
  );
}

function Facts({ contact }: { contact: Contact }): ReactNode {
  const t = useT();
  const format = useFormat();
  const may = useCan('contacts.write');
  const agents = useResource('agents', users.agents);
  const { change } = useContactChange(contact.id);
  return (
    <section className={classes.section}>
      <h2>{t('contact.about')}</h2>
      <InlineField
        id={contact.id}
        label={t('contact.stage')}
        value={contact.stage}
        patch={(stage) => ({ stage })}
      />
      <div className={classes.field}>
        <span>{t('contact.owner')}</span>
        <Select
          size="xs"
          variant="unstyled"
          px={7}
          clearable
          disabled={!may}
          aria-label={t('contact.owner')}
          placeholder={t('contact.nobody')}
          clearButtonProps={{ 'aria-label': t('clear') }}
          renderOption={({ option }) => <span translate="no">{option.label}</span>}
          value={contact.owner_id}
          data={(agents.data ?? []).map((agent) => ({ value: agent.id, label: agent.name }))}
          onChange={(owner_id) => void change({ owner_id })}
        />
      </div>
      <InlineField
        id={contact.id}
        label={t('contact.locale')}
        value={contact.locale}
        patch={(locale) => ({ locale })}
      />
      <InlineField
        id={contact.id}
        label={t('contact.zone')}
        value={contact.zone}
        patch={(zone) => ({ zone })}
      />
      {contact.first_seen && (
        <div className={classes.field}>
          <span>{t('contact.firstSeen')}</span>
          <time
            style={{ paddingInline: 8 }}
            dateTime={contact.first_seen}
            title={format.exact(contact.first_seen)}
          >
            {format.date(contact.first_seen)}
          </time>
        </div>
      )}
    </section>
  );
}

/** The way to say that somebody else is this person too. */
function JoinWith({ contact }: { contact: Contact }): ReactNode {
  const t = useT();
  const may = useCan('contacts.write');
  const [open, setOpen] = useState(false);
  const show = (): void => {
    setOpen(true);
  };
  useCommands(
    may ? [{ id: 'join', label: 'join.with', group: 'conversation', keys: 'l', run: show }] : [],
  );
  if (!may) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconUsersPlus size={15} />}
        className={classes.joinWith}
        onClick={show}
      >
        {t('join.with')}
      </Button>
      <Suspense fallback={<i hidden data-holds-keys />}>
        {open && (
          <JoinDialog
            contact={contact}
            onClose={() => {
              setOpen(false);
            }}
          />
        )}
      </Suspense>
    </>
  );
}
