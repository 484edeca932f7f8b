import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Thread } from './state.ts';
import type { ThreadPart } from './thread-rows.ts';

interface Scroller {
  readonly current: HTMLDivElement | null;
}

/**
 * What is being read does not move: older messages push from above, new ones appear below,
 * and the view follows only when it already stands at the end or we wrote ourselves.
 */
export function useKeptPlace(
  scroller: Scroller,
  thread: Thread,
  isAtEnd: boolean,
  at: number | null,
): void {
  const before = useRef({ first: '', height: 0, pending: 0, at: NaN });
  const first = thread.messages[0]?.id ?? '';
  const last = thread.messages.at(-1)?.id ?? '';
  const pending = thread.pending.length;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !thread.loaded) return;
    const old = before.current;
    const found = at === null ? null : element.querySelector('[data-found="true"]');
    const starts = Number.isNaN(old.at);
    const jumps = found !== null && at !== old.at;
    if (jumps) found.scrollIntoView({ block: 'center' });
    else if (starts || isAtEnd || pending > old.pending)
      element.scrollTo({ top: element.scrollHeight });
    else if (first !== old.first) element.scrollBy({ top: element.scrollHeight - old.height });
    // A jump stands out until the message that it leads to is here.
    const stands = jumps ? at : at === null || starts ? 0 : old.at;
    before.current = { first, height: element.scrollHeight, pending, at: stands ?? 0 };
  }, [scroller, first, last, pending, thread.loaded, at]); // eslint-disable-line react-hooks/exhaustive-deps
  useEffect(() => {
    const element = scroller.current;
    if (!element || !isAtEnd) return;
    const stay = new ResizeObserver(() => {
      element.scrollTo({ top: element.scrollHeight });
    });
    stay.observe(element); // the composer grew, or the window shrank
    return () => {
      stay.disconnect();
    };
  }, [scroller, isAtEnd, thread.loaded]);
}

const RESIZED_MS = 200;

function settle(element: HTMLElement): void {
  for (const part of element.querySelectorAll<HTMLElement>('[data-part]:not([data-settled])')) {
    part.dataset.settled = '';
  }
}

function unsettle(element: HTMLElement): void {
  for (const part of element.querySelectorAll<HTMLElement>('[data-settled]')) {
    delete part.dataset.settled;
  }
}

/** After the frame in which the browser has laid out what is new and noted its size. */
function settleSoon(element: HTMLElement): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      settle(element);
    }),
  );
}

/**
 * Lets the browser skip the parts that are out of sight. One that it never laid out has a size
 * that is only guessed, and what is read would jump when it comes near: so each is laid out
 * once, and all of them again after the width has changed.
 */
export function useSettledParts(scroller: Scroller, parts: readonly ThreadPart[]): void {
  const isShown = parts.length > 0;
  useEffect(() => {
    if (scroller.current) settleSoon(scroller.current);
  }, [scroller, parts]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let width = element.clientWidth;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      clearTimeout(timer);
      timer = setTimeout(() => {
        unsettle(element);
        settleSoon(element);
      }, RESIZED_MS);
    });
    watch.observe(element);
    return () => {
      clearTimeout(timer);
      watch.disconnect();
    };
  }, [scroller, isShown]);
}
