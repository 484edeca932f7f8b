import { lazy, type ReactNode, Suspense } from 'react';
import { useCan, usePreferences } from '../session/me.ts';

const Steps = lazy(() => import('./first-run/steps.tsx'));

/** Shown to who sets things up, until it is put away once. */
export function useFirstRun(): boolean {
  const maySetUp = useCan('channels.manage');
  return usePreferences().firstRunDone !== true && maySetUp;
}

export function FirstRun(): ReactNode {
  return (
    <Suspense fallback={null}>
      <Steps />
    </Suspense>
  );
}
