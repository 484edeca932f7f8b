/** What is done with a whole article. */
import { showUndo } from '../../shell/toasts.ts';
import { invalidate } from '../../state/resource.ts';
import { createStore } from '../../state/store.ts';
import { articles } from '../calls.ts';

/** How often something else was published from here: what was asked is asked again. */
export const editions = createStore(0);

/** Lists and questions are looked at again. */
export function anew(): void {
  invalidate('articles/');
  editions.set((number) => number + 1);
}

export async function bringBack(id: string): Promise<void> {
  try {
    await articles.change(id, { archived: false });
  } finally {
    anew(); // what did not come back stands among those that are put away
  }
}

export async function putAway(id: string, name: string): Promise<void> {
  await articles.archive(id);
  anew();
  showUndo('articles.archived', () => void bringBack(id), { name });
}

/** `again`: nothing else is written than what was published, so that it can be taken back. */
export async function withdraw(id: string, name: string, again: boolean): Promise<void> {
  await articles.withdraw(id);
  anew();
  const back = async (): Promise<void> => {
    try {
      await articles.publish(id);
    } finally {
      anew();
    }
  };
  if (again) showUndo('articles.withdrawn', () => void back(), { name });
}
