import { useEffect } from 'react';
import { commands } from './commands.ts';
import { commandFor, strokeName } from './match.ts';

const SEQUENCE_MS = 1200;

function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !/^(checkbox|radio|range|button)$/.test(target.type);
}

/**
 * A dialog or a menu has the keyboard to itself: the one that this stroke is just closing,
 * and an open one that has lost the focus.
 */
function isCovered(target: EventTarget | null): boolean {
  const layer = '[role="dialog"], [role="menu"], [role="listbox"]';
  if (target instanceof Element && target.closest(layer)) return true;
  const layers = document.querySelectorAll('#layers [role="dialog"], #layers [role="menu"]');
  return [...layers].some((layer) => layer.checkVisibility());
}

/** One listener for the whole console. */
export function useKeyboard(): void {
  useEffect(() => {
    let previous: string | null = null;
    let pressedAt = 0;
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return; // isComposing: typing Chinese
      const blocked = isTypingIn(event.target) || isCovered(event.target);
      const stroke = strokeName(event);
      const now = event.timeStamp;
      const before = now - pressedAt < SEQUENCE_MS ? previous : null;
      const found = commandFor(commands.get(), stroke, before, blocked);
      previous = found === 'prefix' ? stroke : null;
      pressedAt = now;
      if (found === null || found === 'prefix') return;
      const isControl = event.target instanceof Element && event.target.closest('button, a');
      if (found.keys === 'Enter' && isControl) return; // Enter presses what has the focus
      event.preventDefault();
      found.run();
    };
    // First of all listeners: a dialog that closes on this stroke must still be seen open.
    window.addEventListener('keydown', listen, { capture: true });
    return () => {
      window.removeEventListener('keydown', listen, { capture: true });
    };
  }, []);
}
