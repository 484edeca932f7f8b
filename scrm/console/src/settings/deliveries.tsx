import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { deliveries } from '../api/calls.ts';
import type { Delivery } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { Decision } from '../inbox/delivery-line.tsx';
import { counts } from '../inbox/live.ts';
import { quoted, useReason } from '../inbox/reasons/words.ts';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { PHONE } from '../shell/rail.tsx';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { useStore } from '../state/store.ts';
import { DeadLetters } from './dead-letters.tsx';
import { Section } from './section.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

const TABS = ['unknown', 'dead', 'failed', 'held'] as const;
type Tab = (typeof TABS)[number];

/** What needs a person: sends nobody can be sure of, and messages that could not be read. */
export default function Deliveries(): ReactNode {
  const t = useT();
  const w = useWords();
  const figures = useStore(counts);
  const [tab, setTab] = useState<Tab>('unknown');
  const label = (name: Tab): string => {
    const count =
      name === 'unknown' ? figures?.unknown : name === 'dead' ? figures?.deadletters : 0;
    return t(`deliveries.${name}`, { count: count ?? 0 });
  };
  const isPhone = useMediaQuery(PHONE) ?? false;
  return (
    <Section title={t('settings.deliveries')} text={w('deliveries.text')}>
      <SegmentedControl
        aria-label={t('settings.deliveries')}
        value={tab}
        onChange={(value) => {
          setTab(value);
        }}
        size={isPhone ? 'xs' : 'sm'}
        maw="100%"
        data={TABS.map((value) => ({ value, label: label(value) }))}
        mb="md"
      />
      {tab === 'dead' ? <DeadLetters /> : <DeliveryList key={tab} state={tab} />}
    </Section>
  );
}

function DeliveryList({ state }: { state: Exclude<Tab, 'dead'> }): ReactNode {
  const t = useT();
  const w = useWords();
  const { data, problem, reload } = useResource(`deliveries/${state}`, () =>
    deliveries.list(state),
  );
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading rows={3} height={56} />;
  if (data.items.length === 0) {
    return (
      <Empty
        icon={<IconCircleCheck size={30} stroke={1.4} />}
        title={t('deliveries.none')}
        text={t(`deliveries.${state}.none`)}
      />
    );
  }
  return (
    <>
      {state === 'unknown' && <p className={classes.dim}>{w('deliveries.unknown.text')}</p>}
      <ul className={classes.rows}>
        {data.items.map((delivery) => (
          <li key={delivery.id}>
            <DeliveryRow delivery={delivery} />
          </li>
        ))}
      </ul>
    </>
  );
}

function DeliveryRow({ delivery }: { delivery: Delivery }): ReactNode {
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const reasonOf = useReason();
  const theirs = quoted(delivery.reason ?? '', delivery.detail ?? '');
  return (
    <div className={classes.row}>
      <PlatformMark platform={delivery.channel.platform} size={20} />
      <div className={classes.text}>
        <span>
          <Link href={`/inbox/${delivery.conversation_id}`}>
            <b dir="auto" translate="no">
              {delivery.contact.name}
            </b>
          </Link>{' '}
          <time className={classes.dim} title={format.exact(delivery.created_at)}>
            {format.ago(delivery.created_at, now)}
          </time>
        </span>
        <p dir="auto" translate="no">
          {delivery.text}
        </p>
        <small>
          {delivery.reason && reasonOf(delivery.reason)}
          {theirs && (
            <>
              {' · '}
              <q dir="auto" translate="no">
                {theirs}
              </q>
            </>
          )}
          {(delivery.state === 'held' || delivery.state === 'queued') &&
            delivery.due_at &&
            ` · ${t('deliveries.due', { time: format.dateTime(delivery.due_at) })}`}
        </small>
      </div>
      {(delivery.state === 'unknown' || delivery.state === 'failed') && (
        <Decision id={delivery.id} isUnknown={delivery.state === 'unknown'} />
      )}
    </div>
  );
}
