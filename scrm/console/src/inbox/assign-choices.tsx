import { Menu } from '@mantine/core';
import { IconUserOff, IconSitemap } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Agent, Conversation } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { Avatar } from '../shell/avatar.tsx';
import type { Team } from '../teams/calls.ts';
import { useWords } from '../teams/words.ts';
import { assign, assignTeam } from './actions.ts';
import { myId } from './store.ts';
import classes from './thread.module.css';

const SEARCH_FROM = 8;

export interface ChoicesProps {
  conversation: Conversation;
  agents: readonly Agent[];
  teams: readonly Team[];
}

/** For whom it can be: the teams, and below them the people. */
export default function AssignChoices(props: ChoicesProps): ReactNode {
  const { conversation, agents, teams } = props;
  const t = useT();
  const w = useWords();
  const [query, setQuery] = useState('');
  const wanted = query.toLocaleLowerCase();
  const search = useRef<HTMLInputElement>(null);
  const here = useRef<HTMLElement>(null);
  useEffect(() => {
    // The menu stood open before its choices came, and had nothing to take the focus.
    const menu = here.current?.closest('[data-menu-dropdown]');
    if (!(menu instanceof HTMLElement) || menu.contains(document.activeElement)) return;
    (menu.querySelector('input') ?? menu).focus();
  }, []);
  useEffect(() => {
    // What was searched for is chosen by Enter, without an arrow first.
    const menu = wanted === '' ? null : search.current?.closest('[data-menu-dropdown]');
    menu?.querySelector('[role="menuitem"]')?.setAttribute('data-menu-active', 'true');
  }, [wanted]);
  const isMeant = ({ name }: { name: string }): boolean =>
    name.toLocaleLowerCase().includes(wanted);
  const mine = agents.find(({ id }) => id === myId());
  const holder = agents.find(({ id }) => id === conversation.assignee_id);
  const give = (team: Team): void => {
    const told = holder && w('kept', { team: team.name, name: holder.name });
    void assignTeam(conversation.id, team, told ?? team.name);
  };
  const isMine = mine !== undefined && conversation.assignee_id === mine.id;
  const groups = teams.filter(isMeant);
  const people = agents.filter((one) => isMeant(one) && (one !== mine || isMine));
  return (
    <>
      <i ref={here} hidden />
      {agents.length + teams.length > SEARCH_FROM && (
        <Menu.Search
          ref={search}
          value={query}
          placeholder={w('search')}
          aria-label={w('search')}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
          }}
        />
      )}
      <div role="menu" aria-label={t('thread.assign')}>
        {groups.length > 0 && <Menu.Label>{w('teams')}</Menu.Label>}
        {groups.map((team) => (
          <Menu.Item
            key={team.id}
            fw={team.id === conversation.team?.id ? 600 : undefined}
            aria-current={team.id === conversation.team?.id}
            leftSection={<IconSitemap size={18} />}
            onClick={() => {
              give(team);
            }}
          >
            <span dir="auto" translate="no">
              {team.name}
            </span>
          </Menu.Item>
        ))}
        {conversation.team && wanted === '' && (
          <Menu.Item onClick={() => void assignTeam(conversation.id, null)}>
            {w('leave', { name: conversation.team.name })}
          </Menu.Item>
        )}
        {teams.length > 0 && <Menu.Label>{w('people')}</Menu.Label>}
        {mine && !isMine && wanted === '' && (
          <Menu.Item
            leftSection={<Avatar name={mine.name} photo={mine.photo} size={20} />}
            onClick={() => void assign(conversation.id, mine)}
          >
            {t('thread.assignMe')}
          </Menu.Item>
        )}
        {people.map((agent) => (
          <Menu.Item
            key={agent.id}
            fw={agent.id === conversation.assignee_id ? 600 : undefined}
            leftSection={<Avatar name={agent.name} photo={agent.photo} size={20} />}
            rightSection={
              agent.away ? <small className={classes.away}>{t('agent.away')}</small> : null
            }
            onClick={() => void assign(conversation.id, agent)}
          >
            <span dir="auto" translate="no">
              {agent.name}
            </span>
          </Menu.Item>
        ))}
        {conversation.assignee_id !== null && (
          <Menu.Item
            leftSection={<IconUserOff size={16} />}
            onClick={() => void assign(conversation.id, null)}
          >
            {t('thread.unassign')}
          </Menu.Item>
        )}
      </div>
    </>
  );
}
