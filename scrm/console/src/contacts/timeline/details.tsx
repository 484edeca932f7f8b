import type { ReactNode } from 'react';
import type { Evidence, TimelineEntry } from '../../api/types.ts';
import { useLanguage } from '../../i18n/context.tsx';
import { EvidenceWords } from '../joining/evidence.tsx';
import { money } from '../money.ts';
import { useWords } from './words.ts';

/** What there is to say of an event of the hub's own kinds, beyond its name. */
export function Details({ entry }: { entry: TimelineEntry }): ReactNode {
  return (
    <>
      <JoinedWith entry={entry} />
      <Rated entry={entry} />
      <Viewed entry={entry} />
      <Paid entry={entry} />
      <Tagged entry={entry} />
      <Moved entry={entry} />
      <Answered entry={entry} />
      <Assigned entry={entry} />
    </>
  );
}

/** To whom, or off which team. */
function Assigned({ entry }: { entry: TimelineEntry }): ReactNode {
  const w = useWords();
  if (entry.kind !== 'conversation.assigned') return null;
  const {
    to,
    team,
    left_team: left,
  } = entry.data as Record<string, { name: string } | null | undefined>;
  const key = to
    ? 'assigned.to'
    : team
      ? 'assigned.team'
      : left
        ? 'assigned.left'
        : 'assigned.none';
  const name = (to ?? team ?? left)?.name ?? '';
  return <small>{w(key, { name })}</small>;
}

/** By which of its responders. */
function Answered({ entry }: { entry: TimelineEntry }): ReactNode {
  const w = useWords();
  if (entry.kind !== 'bot.answered') return null;
  const { responder } = entry.data as { responder?: string };
  return responder ? <small>{w('answered.by', { responder })}</small> : null;
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
  const w = useWords();
  if (entry.kind !== 'conversation.rated') return null;
  const { score, comment } = entry.data as { score: number; comment?: string };
  return (
    <small>
      {w('score', { score })}
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
  const w = useWords();
  const { locale } = useLanguage();
  if (entry.kind !== 'order.paid') return null;
  const { amount, currency, order } = entry.data as {
    amount: number;
    currency: string;
    order: string;
  };
  return (
    <small>
      <b translate="no">{money(amount, currency, locale)}</b>
      {' · '}
      {w('order', { number: order })}
    </small>
  );
}
