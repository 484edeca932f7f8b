import { joinings } from '../../api/calls.ts';
import { newKey } from '../../api/client.ts';
import type { Joining } from '../../api/joining-types.ts';
import { showToast, showUndo } from '../../shell/toasts.ts';
import { invalidate } from '../../state/resource.ts';

function everythingAboutPeople(): void {
  for (const prefix of ['contact/', 'contacts/', 'timeline/']) invalidate(prefix);
}

/** Joins two people and offers to take it back. */
export async function join(survivor: string, other: string, despite: boolean): Promise<void> {
  const { joining } = await joinings.join(survivor, { other, despite }, newKey());
  everythingAboutPeople();
  const undo = (): void => {
    void separate(joining);
  };
  showUndo('join.done', undo, { name: joining.other.name });
}

/** Makes the other a person of their own again; joining them anew takes that back. */
export async function separate(joining: Joining): Promise<void> {
  try {
    await joinings.separate(joining.id, newKey());
    const undo = (): void => {
      void join(joining.survivor.id, joining.other.id, true);
    };
    showUndo('join.separated', undo, { name: joining.other.name });
  } catch {
    showToast({ text: 'join.notSeparated', tone: 'bad' });
  }
  everythingAboutPeople();
}
