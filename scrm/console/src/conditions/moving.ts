import { useLocation } from 'wouter';
import { useCommands } from '../keys/commands.ts';

/** `j` and `k` open the next and the one before. */
export function useMoving(
  items: readonly { id: string }[],
  open: string | null,
  path: string,
): void {
  const [, navigate] = useLocation();
  const move = (step: number) => () => {
    const at = items.findIndex((one) => one.id === open);
    const next = items[Math.min(items.length - 1, Math.max(0, at + step))];
    if (next) navigate(`${path}/${next.id}`);
  };
  const keysOnly = { group: 'inbox', keysOnly: true } as const;
  useCommands([
    { id: 'list-next', label: 'list.next', keys: 'j', run: move(1), ...keysOnly },
    { id: 'list-previous', label: 'list.previous', keys: 'k', run: move(-1), ...keysOnly },
  ]);
}
