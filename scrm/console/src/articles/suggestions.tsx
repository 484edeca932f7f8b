import { Tooltip } from '@mantine/core';
import { IconBook2, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Conversation } from '../api/types.ts';
import { EMPTY_THREAD } from '../inbox/state.ts';
import { inbox } from '../inbox/store.ts';
import { useResource } from '../state/resource.ts';
import { createStore, useStore } from '../state/store.ts';
import { articles } from './calls.ts';
import { pieceOf, questionOf, suggested } from './suggesting.ts';
import classes from './suggestions.module.css';
import { useWords } from './words.ts';

/** Messages of which nobody here wants to see suggestions any more. */
const dismissed = createStore<readonly string[]>([]);

function dismiss(message: string): void {
  dismissed.set((all) => [...all, message]);
}

/** Articles that may answer what the customer waits for; one click writes the passage. They stand in
 * the line of the composer's tabs, which is there anyway: nothing moves when they come. */
export default function Suggestions(props: {
  conversation: Conversation;
  onInsert: (text: string) => void;
}): ReactNode {
  const { id, waiting_since } = props.conversation;
  const w = useWords();
  const thread = useStore(inbox, (state) => state.threads[id]) ?? EMPTY_THREAD;
  const asked = waiting_since === null || thread.gap ? null : questionOf(thread.messages);
  const isDismissed = useStore(dismissed, (all) => asked !== null && all.includes(asked.id));
  const { data } = useResource(
    asked === null || isDismissed ? null : `articles/ask/${asked.id}/${asked.versions}`,
    () => articles.ask(asked?.text ?? ''),
  );
  const found = suggested(data);
  if (asked === null || isDismissed || found.length === 0) return null;
  return (
    <span className={classes.suggestions} role="group" aria-label={w('suggested')}>
      <IconBook2 size={15} aria-hidden />
      {found.map((one) => (
        <Tooltip key={one.article_id} label={one.passage} multiline maw={360} openDelay={300}>
          <button
            type="button"
            className={classes.chip}
            aria-label={w('insert', { title: one.title })}
            onClick={() => {
              props.onInsert(pieceOf(one));
              dismiss(asked.id);
            }}
          >
            <span dir="auto" translate="no">
              {one.title}
            </span>
          </button>
        </Tooltip>
      ))}
      <button
        type="button"
        className={classes.close}
        aria-label={w('dismiss')}
        onClick={() => {
          dismiss(asked.id);
        }}
      >
        <IconX size={14} aria-hidden />
      </button>
    </span>
  );
}
