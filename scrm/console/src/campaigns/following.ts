import { useEffect } from 'react';
import { invalidate } from '../state/resource.ts';

const EVERY_MS = 2_000;
const AFTERWARDS_MS = 10_000;

/**
 * Asks again for what is on screen while somebody looks: often while something is under way, and
 * seldom as long as people may still read, answer or follow a link.
 */
export function useFollowing(isUnderWay: boolean, mayMove = isUnderWay): void {
  useEffect(() => {
    if (!mayMove) return;
    const every = isUnderWay ? EVERY_MS : AFTERWARDS_MS;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') invalidate('campaigns/');
    }, every);
    return () => {
      clearInterval(timer);
    };
  }, [isUnderWay, mayMove]);
}
