import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useCan } from '../session/me.ts';
import { useCall } from '../settings/section.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { invalidate, useResource } from '../state/resource.ts';
import { campaigns } from './calls.ts';
import classes from './campaigns.module.css';
import { useWords } from './words.ts';

/** Nothing more goes out of any campaign, at one press; going on is a press as well. */
export function AllStop(): ReactNode {
  const w = useWords();
  const mayStop = useCan('campaigns.write');
  const maySend = useCan('campaigns.send');
  const { data } = useResource('campaigns/stop', campaigns.stopped);
  const { busy, problem, run } = useCall();
  const act = async (call: () => Promise<unknown>): Promise<void> => {
    await run(call);
    invalidate('campaigns/');
  };
  if (!data) return null;
  return (
    <>
      {data.stopped && (
        <p className={classes.stopped} role="status">
          {w('stopped')}
          {maySend && (
            <Button
              size="compact-xs"
              variant="default"
              loading={busy}
              onClick={() => void act(campaigns.go)}
            >
              {w('go')}
            </Button>
          )}
        </p>
      )}
      {!data.stopped && mayStop && (
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          leftSection={<IconPlayerStop size={15} />}
          onClick={() => void act(campaigns.stop)}
        >
          {w('stop')}
        </Button>
      )}
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}
