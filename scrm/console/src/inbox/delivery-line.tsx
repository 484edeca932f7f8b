import { Button } from '@mantine/core';
import {
  IconAlertCircle,
  IconCheck,
  IconChecks,
  IconClock,
  IconClockPause,
  IconHelpCircle,
} from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { deliveries } from '../api/calls.ts';
import { newKey } from '../api/client.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Message, MessageStatus } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { invalidate } from '../state/resource.ts';
import { loadCounts } from './live.ts';
import { ProblemWords } from '../shell/states.tsx';
import classes from './thread.module.css';

const Fate = lazy(() => import('./reasons/fate.tsx'));

const ICONS: Partial<Record<MessageStatus, typeof IconCheck>> = {
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertCircle,
  blocked: IconAlertCircle,
  missed: IconAlertCircle,
  unknown: IconHelpCircle,
  held: IconClockPause,
};
const BAD: readonly MessageStatus[] = ['failed', 'blocked', 'missed'];

/** How far a message of ours came, in words, and what a person can decide about it. */
export function DeliveryLine({ message }: { message: Message }): ReactNode {
  const t = useT();
  const format = useFormat();
  const status = message.status ?? 'sent';
  const Icon = ICONS[status] ?? IconClock;
  const tone = BAD.includes(status)
    ? 'bad'
    : status === 'unknown' || status === 'held'
      ? 'warn'
      : status;
  const at = message.status_at ?? message.platform_time;
  const time = format.clock(at);
  const isThere = status === 'sent' || status === 'delivered' || status === 'read';
  const words = isThere ? t(`delivery.${status}`, { time }) : t(`delivery.${status}`);
  return (
    <div className={classes.fate} data-tone={tone}>
      <span title={format.exact(at)}>
        <Icon size={14} aria-hidden />
        {isThere || !message.reason ? (
          words
        ) : (
          <Suspense fallback={words}>
            <Fate status={status} reason={message.reason} />
          </Suspense>
        )}
      </span>
      {(status === 'unknown' || status === 'failed') && message.delivery_id && (
        <Decision id={message.delivery_id} isUnknown={status === 'unknown'} />
      )}
    </div>
  );
}

/** "May have been delivered": only a person may say what to do. */
export function Decision(props: { id: string; isUnknown: boolean }): ReactNode {
  const t = useT();
  const mayDecide = useCan('deliveries.resolve');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [key] = useState(newKey);
  if (!mayDecide) return null;
  const run = async (call: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await call();
      invalidate('deliveries');
      void loadCounts();
    } catch (cause) {
      setProblem(asProblem(cause));
    }
    setBusy(false);
  };
  return (
    <span className={classes.decision}>
      <Button
        size="compact-xs"
        variant="default"
        disabled={busy}
        onClick={() => void run(() => deliveries.resend(props.id, key))}
      >
        {t('delivery.resend')}
      </Button>
      {props.isUnknown && (
        <>
          <Button
            size="compact-xs"
            variant="default"
            disabled={busy}
            onClick={() => void run(() => deliveries.settle(props.id, 'delivered'))}
          >
            {t('delivery.arrived')}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={busy}
            onClick={() => void run(() => deliveries.settle(props.id, 'failed'))}
          >
            {t('delivery.notArrived')}
          </Button>
        </>
      )}
      {problem && (
        <span role="alert">
          <ProblemWords problem={problem} />
        </span>
      )}
    </span>
  );
}
