import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../api/client.ts';
import room from '../conditions/room.module.css';
import { useCan } from '../session/me.ts';
import { useCall } from '../settings/section.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { invalidate, useResource } from '../state/resource.ts';
import { Question } from './asking.tsx';
import { campaigns } from './calls.ts';
import { unreadIn, useReceipts } from './receipts.ts';
import type { Report, WholeCampaign } from './types.ts';
import { useCounted, useWords } from './words.ts';

const AGAIN = ['failed', 'unread'] as const;
type Again = (typeof AGAIN)[number];

/** To how many of its newest run it could go again. */
function useAgain(whole: WholeCampaign, report: Report | undefined): Record<Again, number> {
  const { id, occurrences } = whole;
  const { tells } = useReceipts();
  const [newest, earlier] = occurrences.filter((one) => one.frozen_at !== null);
  const ofNewest = newest && earlier ? newest.id : null;
  const { data } = useResource(ofNewest && `campaigns/report/${id}/${ofNewest}`, () =>
    campaigns.report(id, ofNewest ?? undefined),
  );
  const found = ofNewest === null ? report : data;
  return { failed: found?.failed ?? 0, unread: found ? unreadIn(found, tells) : 0 };
}

/** What can be done with one that was launched. */
export function Life(props: { whole: WholeCampaign; report: Report | undefined }): ReactNode {
  const { whole, report } = props;
  const { id, state } = whole;
  const w = useWords();
  const counted = useCounted();
  const mayWrite = useCan('campaigns.write');
  const maySend = useCan('campaigns.send');
  const { busy, problem, run } = useCall();
  const [asking, setAsking] = useState<'cancel' | Again | null>(null);
  const again = useAgain(whole, report);
  if (!mayWrite) return null;
  const act = async (call: () => Promise<unknown>): Promise<void> => {
    await run(call);
    setAsking(null);
    invalidate('campaigns/');
  };
  const isLive = state === 'scheduled' || state === 'running' || state === 'paused';
  if (asking !== null) {
    const isCancel = asking === 'cancel';
    return (
      <Question
        text={isCancel ? w('cancel.ask') : counted('send', again[asking])}
        hint={isCancel ? counted('sent', report?.sent ?? 0) : undefined}
        yes={w(isCancel ? 'cancel.do' : 'send.do')}
        red={isCancel}
        busy={busy}
        onYes={() =>
          void act(() => (isCancel ? campaigns.act(id, 'cancel') : campaigns.resend(id, asking)))
        }
        onNo={() => {
          setAsking(null);
        }}
      />
    );
  }
  return (
    <>
      <div className={room.buttons}>
        {(state === 'running' || state === 'scheduled') && (
          <Button
            size="xs"
            variant="default"
            loading={busy}
            onClick={() => void act(() => campaigns.act(id, 'pause'))}
          >
            {w('pause')}
          </Button>
        )}
        {state === 'paused' && maySend && (
          <Button
            size="xs"
            loading={busy}
            onClick={() => void act(() => campaigns.act(id, 'resume'))}
          >
            {w('resume')}
          </Button>
        )}
        {state === 'finished' &&
          maySend &&
          AGAIN.filter((whom) => again[whom] > 0).map((whom) => (
            <Button
              key={whom}
              size="xs"
              variant="default"
              onClick={() => {
                setAsking(whom);
              }}
            >
              {w(`resend.${whom}`)}
            </Button>
          ))}
        <Duplicate id={id} />
        {isLive && (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            onClick={() => {
              setAsking('cancel');
            }}
          >
            {w('cancel')}
          </Button>
        )}
        {!isLive && <Archive whole={whole} />}
      </div>
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

/** A new draft that says the same. */
export function Duplicate({ id, last }: { id: string; last?: boolean }): ReactNode {
  const w = useWords();
  const [, navigate] = useLocation();
  const [key] = useState(newKey);
  const { busy, problem, run } = useCall();
  const act = (): Promise<boolean> =>
    run(async () => {
      const copy = await campaigns.duplicate(id, key);
      invalidate('campaigns/');
      navigate(`/campaigns/${copy.id}`);
    });
  return (
    <>
      <Button
        size={last ? 'sm' : 'xs'}
        variant={last ? 'subtle' : 'default'}
        color={last ? 'gray' : undefined}
        className={last ? room.last : undefined}
        loading={busy}
        onClick={() => void act()}
      >
        {w('duplicate')}
      </Button>
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

/** It stays to be found under “archived”, and comes back from there. */
export function Archive({ whole }: { whole: WholeCampaign }): ReactNode {
  const w = useWords();
  const [, navigate] = useLocation();
  const { busy, problem, run } = useCall();
  const act = (): Promise<boolean> =>
    run(async () => {
      await campaigns.archive(whole.id);
      invalidate('campaigns/');
      navigate('/campaigns');
    });
  return (
    <>
      <Button
        size={whole.version === 0 ? 'sm' : 'xs'}
        variant="subtle"
        color="gray"
        loading={busy}
        onClick={() => void act()}
      >
        {w('archive')}
      </Button>
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}
