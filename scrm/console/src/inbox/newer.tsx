import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { conversations as calls } from '../api/calls.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Conversation } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { useProblemText } from '../shell/states.tsx';
import { clearFailure } from './actions.ts';
import { inbox, keepConversation } from './store.ts';

/** Whether the hub refused because the person's thread went on in a newer conversation. */
export const wentOn = (problem: Problem): boolean => problem.code === 'newer_conversation';

/** The one that is not resolved, of the same person on the same channel. */
async function findLive(id: string): Promise<Conversation | undefined> {
  const here = inbox.get().conversations[id] ?? (await calls.get(id));
  const query = { contact: here.contact_id, channel: here.channel_id, limit: 1 };
  for (const status of ['open', 'snoozed'] as const) {
    const found = (await calls.list({ ...query, status })).items[0];
    if (found) return found;
  }
  return undefined;
}

/** Leads to where the person is live now; `carry` takes along what was typed. */
export function GoOnButton(props: { from: string; carry?: (to: string) => void }): ReactNode {
  const { from, carry } = props;
  const t = useT();
  const explain = useProblemText();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const go = async (): Promise<void> => {
    setBusy(true);
    try {
      const live = await findLive(from);
      if (!live) {
        setFailure(t('newer.over'));
        return;
      }
      keepConversation(live);
      carry?.(live.id);
      clearFailure(from);
      navigate(`/inbox/${live.id}`);
    } catch (cause) {
      setFailure(explain(asProblem(cause)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {failure !== null && <span role="status">{failure}</span>}
      <Button size="compact-xs" variant="default" loading={busy} onClick={() => void go()}>
        {t('newer.go')}
      </Button>
    </>
  );
}
