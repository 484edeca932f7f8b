import { Button } from '@mantine/core';
import { IconTags } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { type Tag, tags } from '../api/tags.ts';
import room from '../conditions/room.module.css';
import { Tabs } from '../conditions/tabs.tsx';
import { useCan } from '../session/me.ts';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { invalidate, useResource } from '../state/resource.ts';
import { byGroup } from './board.ts';
import { NewTag } from './fields.tsx';
import { TagRow } from './row.tsx';
import classes from './tags.module.css';
import { useWords } from './words.ts';

/** All tags by their groups: how many have each, and what gives it. */
export default function TagsPage(): ReactNode {
  const w = useWords();
  const { data, problem, reload } = useResource('tags', tags.all);
  const [adding, setAdding] = useState(false);
  const mayAdd = useCan('contacts.write');
  const groups = byGroup(data?.items ?? []);
  const names = groups.map((one) => one.name).filter((name) => name !== '');
  return (
    <section className={classes.page} aria-label={w('title')}>
      <header className={`${room.head} ${classes.head}`}>
        <Tabs open="tags" />
        {mayAdd && !adding && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              setAdding(true);
            }}
          >
            {w('add')}
          </Button>
        )}
      </header>
      <div className={classes.board}>
        {adding && (
          <NewTag
            groups={names}
            onClose={() => {
              setAdding(false);
            }}
          />
        )}
        {problem && <ProblemNote problem={problem} onRetry={reload} />}
        {!data && !problem && <Loading rows={6} />}
        {data?.items.length === 0 && !adding && <Nothing />}
        {groups.map((one) => (
          <section key={one.name} className={classes.group}>
            {(groups.length > 1 || one.name !== '') && (
              <h2 dir="auto" translate={one.name === '' ? undefined : 'no'}>
                {one.name || w('group.none')}
              </h2>
            )}
            <ul>
              {one.tags.map((tag) => (
                <TagRow key={tag.id} tag={tag} groups={names} />
              ))}
            </ul>
          </section>
        ))}
        <PutAway />
      </div>
    </section>
  );
}

function Nothing(): ReactNode {
  const w = useWords();
  const [, navigate] = useLocation();
  const mayWrite = useCan('rules.write');
  return (
    <Empty icon={<IconTags size={32} stroke={1.4} />} title={w('empty')} text={w('empty.text')}>
      {mayWrite && (
        <Button
          variant="default"
          onClick={() => {
            navigate('/rules/new');
          }}
        >
          {w('rule.add')}
        </Button>
      )}
    </Empty>
  );
}

/** What is offered nowhere, to be brought back. */
function PutAway(): ReactNode {
  const w = useWords();
  const mayWrite = useCan('rules.write');
  const { data } = useResource(mayWrite ? 'tags/archived' : null, tags.archived);
  const back = async (tag: Tag): Promise<void> => {
    await tags.change(tag.id, { archived: false });
    invalidate('tags');
  };
  if (!data || data.items.length === 0) return null;
  return (
    <details className={classes.away}>
      <summary>
        {w('archived')} ({data.items.length})
      </summary>
      <p>{w('archived.text')}</p>
      <ul>
        {data.items.map((tag) => (
          <li key={tag.id}>
            <span dir="auto" translate="no">
              {tag.name}
            </span>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${w('back')}: ${tag.name}`}
              onClick={() => void back(tag)}
            >
              {w('back')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
