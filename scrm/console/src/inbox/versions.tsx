import { HoverCard } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { conversations } from '../api/calls.ts';
import type { Message } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useResource } from '../state/resource.ts';
import { Loading, ProblemNote } from '../shell/states.tsx';
import classes from './thread.module.css';

/** "Edited 14:03": hovering or pressing shows what it said before. */
export function Versions({ message }: { message: Message }): ReactNode {
  const t = useT();
  const format = useFormat();
  const [wanted, setWanted] = useState(false);
  return (
    <HoverCard
      width={340}
      shadow="md"
      openDelay={150}
      position="top"
      onOpen={() => {
        setWanted(true);
      }}
    >
      <HoverCard.Target>
        <button
          type="button"
          className={classes.edited}
          onFocus={() => {
            setWanted(true);
          }}
        >
          {t('message.edited', { time: format.clock(message.edited_at ?? message.created_at) })}
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown>{wanted && <VersionList message={message} />}</HoverCard.Dropdown>
    </HoverCard>
  );
}

function VersionList({ message }: { message: Message }): ReactNode {
  const format = useFormat();
  const key = `versions/${message.id}/${message.versions}`;
  const { data, problem, reload } = useResource(key, () => conversations.versions(message.id));
  if (problem) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading rows={2} height={18} />;
  return (
    <ol className={classes.versions}>
      {data.items.map((version) => (
        <li key={version.at}>
          <time dateTime={version.at} title={format.exact(version.at)}>
            {format.dateTime(version.at)}
          </time>
          <p dir="auto" translate="no">
            {version.text}
          </p>
        </li>
      ))}
    </ol>
  );
}
