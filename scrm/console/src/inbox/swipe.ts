import { type TouchEvent, useRef } from 'react';

const EDGE = 28;
const FAR = 72;

/** A finger from the edge where reading begins, moved across: back. */
export function useSwipeBack(back: () => void): {
  onTouchStart: (event: TouchEvent) => void;
  onTouchEnd: (event: TouchEvent) => void;
} {
  const start = useRef<{ x: number; y: number } | null>(null);
  return {
    onTouchStart: (event) => {
      const touch = event.touches[0];
      if (!touch) return;
      const isRtl = document.documentElement.dir === 'rtl';
      const fromEdge = isRtl ? window.innerWidth - touch.clientX : touch.clientX;
      start.current = fromEdge < EDGE ? { x: touch.clientX, y: touch.clientY } : null;
    },
    onTouchEnd: (event) => {
      const touch = event.changedTouches[0];
      if (!touch || !start.current) return;
      const across = Math.abs(touch.clientX - start.current.x);
      const down = Math.abs(touch.clientY - start.current.y);
      if (across > FAR && across > down * 2) back();
    },
  };
}
