import '@mantine/core/styles/Pill.layer.css';
import '@mantine/core/styles/PillsInput.layer.css';
import { Button } from '@mantine/core';
import { IconPlus, IconSitemap } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { users } from '../api/calls.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { Section, useCall } from '../settings/section.tsx';
import settings from '../settings/settings.module.css';
import { Avatar } from '../shell/avatar.tsx';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { useUnsavedKeys } from '../state/unsaved.ts';
import { type Team, type TeamUse, teams } from './calls.ts';
import { keyOf, TeamForm } from './form.tsx';
import classes from './teams.module.css';
import { useWords } from './words.ts';

export default function TeamsPage(): ReactNode {
  const t = useT();
  const w = useWords();
  const { data, problem, reload } = useResource('teams', teams.list);
  const unsaved = useUnsavedKeys();
  const [editing, setEditing] = useState<string | null>(
    () => unsaved.find((key) => key.startsWith('team/')) ?? null,
  );
  const close = (): void => {
    setEditing(null);
    reload();
  };
  const isEmpty = data?.items.length === 0 && editing === null;
  const add = (
    <Button
      leftSection={<IconPlus size={16} />}
      onClick={() => {
        setEditing(keyOf(null));
      }}
    >
      {w('add')}
    </Button>
  );
  return (
    <Section title={t('settings.teams')} text={w('text')} action={isEmpty ? null : add}>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={3} height={40} />}
      {isEmpty && (
        <Empty
          icon={<IconSitemap size={30} stroke={1.4} />}
          title={w('empty')}
          text={w('empty.text')}
        >
          {add}
        </Empty>
      )}
      {editing === keyOf(null) && (
        <div className={settings.details}>
          <TeamForm team={null} onDone={close} />
        </div>
      )}
      <ul className={settings.rows}>
        {data?.items.map((team) => (
          <li key={team.id}>
            {editing === keyOf(team) ? (
              <TeamForm team={team} onDone={close} />
            ) : (
              <TeamRow
                team={team}
                onEdit={() => {
                  setEditing(keyOf(team));
                }}
                onGone={reload}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function TeamRow(props: { team: Team; onEdit: () => void; onGone: () => void }): ReactNode {
  const { team } = props;
  const t = useT();
  const w = useWords();
  const format = useFormat();
  const [asks, setAsks] = useState(false);
  return (
    <>
      <div className={classes.row}>
        <div className={classes.text}>
          <b dir="auto" translate="no">
            {team.name}
          </b>
          <Members ids={team.members} />
        </div>
        <Link href={`/inbox?team=${team.id}`} className={classes.open}>
          {w('open', { count: format.number(team.open) })}
        </Link>
        <div className={classes.buttons}>
          <Button size="compact-sm" variant="default" onClick={props.onEdit}>
            {t('edit')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={asks}
            onClick={() => {
              setAsks(!asks);
            }}
          >
            {w('archive')}
          </Button>
        </div>
      </div>
      {asks && (
        <Archiving
          team={team}
          onGone={props.onGone}
          onClose={() => {
            setAsks(false);
          }}
        />
      )}
    </>
  );
}

/** What it takes with it can't be brought back, so it is said before. */
function Archiving(props: { team: Team; onGone: () => void; onClose: () => void }): ReactNode {
  const { team } = props;
  const t = useT();
  const w = useWords();
  const format = useFormat();
  const { busy, problem, run } = useCall();
  const known = useResource(`teams/${team.id}/uses`, () => teams.uses(team.id));
  const uses = known.data?.items ?? [];
  const archive = (): void => {
    void run(() => teams.archive(team.id)).then((worked) => {
      if (worked) props.onGone();
    });
  };
  return (
    <div className={settings.details} role="group" aria-label={`${w('archive')}: ${team.name}`}>
      {uses.length > 0 ? (
        <>
          <p>{w('archive.used')}</p>
          <Uses uses={uses} />
        </>
      ) : (
        <p>
          {team.open > 1
            ? w('archive.some', { count: format.number(team.open) })
            : w(team.open === 0 ? 'archive.none' : 'archive.one')}
        </p>
      )}
      {problem && <ProblemNote problem={problem} />}
      <div className={classes.buttons}>
        <Button
          size="compact-sm"
          loading={busy}
          disabled={uses.length > 0}
          autoFocus
          onClick={archive}
        >
          {w('archive')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={props.onClose}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  );
}

/** What keeps the team, each with the way there. */
function Uses({ uses }: { uses: readonly TeamUse[] }): ReactNode {
  const w = useWords();
  return (
    <ul className={classes.uses}>
      {uses.map(({ kind, id, name }) => (
        <li key={`${kind}/${id}`}>
          <Link href={kind === 'bot' ? '/bots' : `/rules/${id}`}>
            <small>{w(kind)}</small>{' '}
            <span dir="auto" translate="no">
              {name}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

const MOST_FACES = 8;

function Members({ ids }: { ids: readonly string[] }): ReactNode {
  const w = useWords();
  const { data } = useResource('agents', users.agents);
  const known = (data ?? []).filter(({ id }) => ids.includes(id));
  if (ids.length === 0) return <small>{w('members.none')}</small>;
  return (
    <span className={classes.faces} title={known.map(({ name }) => name).join(', ')}>
      {known.slice(0, MOST_FACES).map((one) => (
        <Avatar key={one.id} name={one.name} photo={one.photo} size={22} />
      ))}
      <small>
        {ids.length === 1 ? w('members.one') : w('members.some', { count: ids.length })}
      </small>
    </span>
  );
}
