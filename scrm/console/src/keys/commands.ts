import { useEffect, useEffectEvent } from 'react';
import type { MessageKey, Values } from '../i18n/catalogue.ts';
import { createStore } from '../state/store.ts';

export type CommandGroup = 'go' | 'inbox' | 'conversation' | 'composer' | 'general';

/** Something a person can do now: by its keys, in the palette, and listed under `?`. */
export interface Command {
  id: string;
  label: MessageKey;
  values?: Values;
  group: CommandGroup;
  /** "j", "g i" (one after the other), "mod+k" (Ctrl, or ⌘ on a Mac), "shift+e". */
  keys?: string;
  /** Works while typing too. */
  whileTyping?: boolean;
  /** Moves and toggles are useless in a palette. */
  keysOnly?: boolean;
  run: () => void;
}

export const commands = createStore<readonly Command[]>([]);

/** Offers commands for as long as the component is there. `names` says when the offer changes. */
export function useCommands(offered: readonly Command[]): void {
  const signature = offered.map((command) => `${command.id}/${command.keys ?? ''}`).join(',');
  const run = useEffectEvent((id: string) => offered.find((command) => command.id === id)?.run());
  const current = useEffectEvent(() => offered);
  useEffect(() => {
    const added = current().map((command) => ({
      ...command,
      run: () => {
        run(command.id);
      },
    }));
    commands.set((all) => [...all, ...added]);
    return () => {
      commands.set((all) => all.filter((command) => !added.includes(command)));
    };
  }, [signature]);
}
