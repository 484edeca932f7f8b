import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import { useCan } from '../session/me.ts';
import { useCall } from '../settings/section.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { invalidate, useResource } from '../state/resource.ts';
import { campaigns } from './calls.ts';
import classes from './campaigns.module.css';
import { useWords } from './words.ts';

function useStop(): {
  stopped: boolean | null;
  act: (call: () => Promise<unknown>) => void;
  busy: boolean;
  problem: Problem | null;
} {
  const { data } = useResource('campaigns/stop', campaigns.stopped);
  const { busy, problem, run } = useCall();
  const act = (call: () => Promise<unknown>): void => {
    void run(call).then(() => {
      invalidate('campaigns/');
    });
  };
  return { stopped: data?.stopped ?? null, act, busy, problem };
}

/** Says that nothing of any campaign goes out, where that is so; going on is one press. */
export function Stopped(): ReactNode {
  const w = useWords();
  const maySend = useCan('campaigns.send');
  const { stopped, act, busy, problem } = useStop();
  if (!stopped) return null;
  return (
    <>
      <p className={classes.stopped} role="status">
        {w('stopped')}
        {maySend && (
          <Button
            size="compact-xs"
            variant="default"
            loading={busy}
            onClick={() => {
              act(campaigns.go);
            }}
          >
            {w('go')}
          </Button>
        )}
      </p>
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

/** Nothing more goes out of any campaign, at one press. */
export function AllStop(): ReactNode {
  const w = useWords();
  const mayStop = useCan('campaigns.write');
  const { stopped, act, busy, problem } = useStop();
  return (
    <>
      <Stopped />
      {stopped === false && mayStop && (
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          leftSection={<IconPlayerStop size={15} />}
          onClick={() => {
            act(campaigns.stop);
          }}
        >
          {w('stop')}
        </Button>
      )}
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}
