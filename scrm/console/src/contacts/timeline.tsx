import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { contacts } from '../api/calls.ts';
import type { Evidence, Page, TimelineEntry } from '../api/types.ts';
import { useFormat, useLanguage, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { overwrite, useResource } from '../state/resource.ts';
import classes from './contacts.module.css';
import { eventKey } from './events.ts';
import { EvidenceWords } from './joining/evidence.tsx';
import { money } from './money.ts';

const SHORT = 6;

async function loadMore(key: string, id: string, page: Page<TimelineEntry>): Promise<void> {
  const more = await contacts.timeline(id, page.next ?? undefined);
  overwrite<Page<TimelineEntry>>(key, (known) => ({
    items: [...(known?.items ?? []), ...more.items],
    next: more.next,
  }));
}

/** What happened with this person, newest first. */
export function ContactTimeline(props: { id: string; short?: boolean }): ReactNode {
  const { id, short } = props;
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const key = `timeline/${id}`;
  const { data, problem, reload } = useResource(key, () => contacts.timeline(id));
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading rows={4} height={18} />;
  const shown = short ? data.items.slice(0, SHORT) : data.items;
  return (
    <>
      <ol className={classes.events}>
        {shown.map((entry) => {
          const kind = eventKey(entry.kind);
          return (
            <li key={entry.id} data-strong={entry.kind.startsWith('message.')}>
              <span>
                {kind ? t(kind) : <span translate="no">{entry.kind}</span>}
                <JoinedWith entry={entry} />
                <Rated entry={entry} />
                <Viewed entry={entry} />
                <Paid entry={entry} />
                <Tagged entry={entry} />
                <Moved entry={entry} />
              </span>
              <time dateTime={entry.at} title={format.exact(entry.at)}>
                {format.ago(entry.at, now)}
              </time>
            </li>
          );
        })}
      </ol>
      {!short && data.next !== null && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() => void loadMore(key, id, data)}
        >
          {t('showMore')}
        </Button>
      )}
    </>
  );
}

/** With whom, and what proves it. */
function JoinedWith({ entry }: { entry: TimelineEntry }): ReactNode {
  if (entry.kind !== 'contact.joined' && entry.kind !== 'contact.separated') return null;
  const { other, evidence } = entry.data as { other: string; evidence: Evidence };
  return (
    <small>
      <span dir="auto" translate="no">
        {other}
      </span>
      {entry.kind === 'contact.joined' && (
        <>
          {' · '}
          <EvidenceWords evidence={evidence} />
        </>
      )}
    </small>
  );
}

/** How they found it. */
function Rated({ entry }: { entry: TimelineEntry }): ReactNode {
  const t = useT();
  if (entry.kind !== 'conversation.rated') return null;
  const { score, comment } = entry.data as { score: number; comment?: string };
  return (
    <small>
      {t('event.score', { score })}
      {comment && (
        <>
          {' · '}
          <span dir="auto" translate="no">
            {comment}
          </span>
        </>
      )}
    </small>
  );
}

/** With which tag. */
function Tagged({ entry }: { entry: TimelineEntry }): ReactNode {
  if (entry.kind !== 'tag.added' && entry.kind !== 'tag.removed') return null;
  const { tag, by } = entry.data as { tag: string; by: { name?: string } };
  return (
    <small dir="auto" translate="no">
      {by.name ? `${tag} · ${by.name}` : tag}
    </small>
  );
}

/** Which segment. */
function Moved({ entry }: { entry: TimelineEntry }): ReactNode {
  if (entry.kind !== 'segment.entered' && entry.kind !== 'segment.left') return null;
  return (
    <small dir="auto" translate="no">
      {(entry.data as { name: string }).name}
    </small>
  );
}

/** Which page of a website. */
function Viewed({ entry }: { entry: TimelineEntry }): ReactNode {
  if (entry.kind !== 'page.viewed') return null;
  const { title, url } = entry.data as { title: string; url: string };
  return (
    <small dir="auto" translate="no" title={url}>
      {title || url}
    </small>
  );
}

/** What was paid, and for which order. */
function Paid({ entry }: { entry: TimelineEntry }): ReactNode {
  const { locale } = useLanguage();
  if (entry.kind !== 'order.paid') return null;
  const { amount, currency, order } = entry.data as {
    amount: number;
    currency: string;
    order: string;
  };
  return (
    <small dir="auto" translate="no">
      {money(amount, currency, locale)} · {order}
    </small>
  );
}
