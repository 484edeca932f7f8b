import { useEffect } from 'react';
import { invalidate } from '../state/resource.ts';

const EVERY_MS = 2_000;

/** Asks again for what is on screen, while something is under way and somebody looks. */
export function useFollowing(isUnderWay: boolean): void {
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') invalidate('campaigns/');
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isUnderWay]);
}
