import { useEffect } from 'react';
import { flushSync } from 'react-dom';
import { commands } from './commands.ts';
import { commandFor, strokeName } from './match.ts';

const SEQUENCE_MS = 1200;

function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !/^(checkbox|radio|range|button)$/.test(target.type);
}

const LAYER = '[role="dialog"], [data-menu-dropdown], [role="listbox"]';

/** What stands open above the page, the topmost last. */
function openLayers(): Element[] {
  const layers = [...document.querySelectorAll(LAYER)];
  return layers.filter((layer) => layer.closest('#layers') && layer.checkVisibility());
}

/**
 * A dialog, a menu or a list has the keyboard to itself: the one that this stroke is just
 * closing, an open one that has lost the focus, and one whose code is on its way.
 */
function isCovered(target: EventTarget | null): boolean {
  if (target instanceof Element && target.closest(LAYER)) return true;
  return document.querySelector('[data-holds-keys]') !== null || openLayers().length > 0;
}

/** An open menu without the focus gets the stroke all the same: a letter finds its entry. */
function handOver(event: KeyboardEvent): void {
  const menu = openLayers().at(-1);
  const { target, key } = event;
  if (!menu?.hasAttribute('data-menu-dropdown')) return;
  if (isTypingIn(target) || (target instanceof Element && target.closest(LAYER))) return;
  if (event.ctrlKey || event.metaKey || event.altKey || key === 'Tab') return;
  event.stopPropagation(); // a stroke outside would close it
  const search = menu.querySelector('input');
  if (search) {
    search.focus(); // what is typed goes where the focus is
    return;
  }
  event.preventDefault();
  menu.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
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
      if (blocked && found === null) handOver(event);
      if (found === null || found === 'prefix') return;
      const isControl = event.target instanceof Element && event.target.closest('button, a');
      if (found.keys === 'Enter' && isControl) return; // Enter presses what has the focus
      event.preventDefault();
      event.stopPropagation(); // the menu it opens would take it for one outside, and close
      // What it opens has the next stroke already, however quickly that comes.
      flushSync(() => {
        found.run();
      });
    };
    // First of all listeners: a dialog that closes on this stroke must still be seen open.
    window.addEventListener('keydown', listen, { capture: true });
    return () => {
      window.removeEventListener('keydown', listen, { capture: true });
    };
  }, []);
}
