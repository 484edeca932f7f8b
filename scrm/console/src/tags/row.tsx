import { ActionIcon } from '@mantine/core';
import {
  IconBolt,
  IconPencil,
  IconRobot,
  IconSpeakerphone,
  IconUsersGroup,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { Tag, Use } from '../api/tags.ts';
import { useFormat } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { useCan } from '../session/me.ts';
import { usersOf } from './board.ts';
import { ChangeTag } from './fields.tsx';
import { Unfinished } from './merging.tsx';
import classes from './tags.module.css';
import { useWords } from './words.ts';

/** A tag: who has it, and what gives, takes or asks for it. */
export function TagRow({ tag, groups }: { tag: Tag; groups: string[] }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const now = useNow();
  const mayManage = useCan('rules.write');
  const [changing, setChanging] = useState(false);
  const close = (): void => {
    setChanging(false);
  };
  const { people } = tag;
  return (
    <li className={classes.row}>
      <div className={classes.line}>
        <Link
          href={`/contacts?tag=${encodeURIComponent(tag.name)}`}
          className={classes.tag}
          title={w('people.show', { tag: tag.name })}
          dir="auto"
          translate="no"
        >
          {tag.name}
        </Link>
        <span className={classes.people}>
          {people === 0
            ? w('people.none')
            : w(people === 1 ? 'people.one' : 'people.many', { n: format.number(people) })}
          {tag.last_put && (
            <time dateTime={tag.last_put} title={format.exact(tag.last_put)}>
              {' · '}
              {w('last', { time: format.since(tag.last_put, now) })}
            </time>
          )}
        </span>
        <Users tag={tag} />
        {mayManage && (
          <ActionIcon
            size={26}
            aria-label={w('edit', { tag: tag.name })}
            aria-expanded={changing}
            onClick={() => {
              setChanging(!changing);
            }}
          >
            <IconPencil size={15} />
          </ActionIcon>
        )}
      </div>
      {mayManage && tag.merging_into !== null && <Unfinished tag={tag} into={tag.merging_into} />}
      {changing && <ChangeTag tag={tag} groups={groups} onClose={close} />}
    </li>
  );
}

const ICONS = {
  rule: IconBolt,
  segment: IconUsersGroup,
  bot: IconRobot,
  campaign: IconSpeakerphone,
};

function placeOf({ kind, id }: Pick<Use, 'kind' | 'id'>): string {
  return kind === 'bot' ? '/bots' : `/${kind}s/${id}`;
}

function Users({ tag }: { tag: Tag }): ReactNode {
  const w = useWords();
  const mayOpen = useCan('rules.read');
  const users = usersOf(tag.uses);
  if (users.length === 0) return <span className={classes.users}>{w('unused')}</span>;
  return (
    <ul className={classes.users}>
      {users.map((user) => {
        const Icon = ICONS[user.kind];
        const does = user.hows.map((how) => w(how)).join(', ');
        const text = (
          <>
            <Icon size={14} aria-label={w(user.kind)} role="img" />
            <span dir="auto" translate="no">
              {user.name}
            </span>
            <small>{user.state === 'paused' ? w('rests', { does }) : does}</small>
          </>
        );
        return (
          <li key={`${user.kind}/${user.id}`}>
            {mayOpen ? <Link href={placeOf(user)}>{text}</Link> : text}
          </li>
        );
      })}
    </ul>
  );
}
