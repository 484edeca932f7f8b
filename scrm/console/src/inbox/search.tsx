import { type ReactNode, useDeferredValue } from 'react';
import { Link } from 'wouter';
import { conversations } from '../api/calls.ts';
import type { SearchHit } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { Avatar } from '../shell/avatar.tsx';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { utf16Places } from '../text/units.ts';
import classes from './list.module.css';
import { OmittedLine } from './omitted.tsx';
import { ConversationRow } from './row.tsx';

const PEOPLE = 6;
const LEAD = 30;

/** Conversations by name first, then messages by their words. */
export function SearchResults(props: { query: string; open: string | null }): ReactNode {
  const t = useT();
  const query = useDeferredValue(props.query);
  const named = useResource(`search/names/${query}`, () =>
    conversations.list({ q: query, status: 'all', limit: PEOPLE }),
  );
  const said = useResource(`search/words/${query}`, () => conversations.search(query));
  const problem = said.problem ?? named.problem;
  if (problem) return <ProblemNote problem={problem} onRetry={said.reload} />;
  if (!named.data || !said.data) return <Loading />;
  if (named.data.items.length + said.data.items.length === 0) {
    return <Empty title={t('search.none')} text={t('search.none.text')} />;
  }
  return (
    <div className={classes.results}>
      {named.data.items.length > 0 && <h2>{t('search.conversations')}</h2>}
      {named.data.items.map((conversation) => (
        <div key={conversation.id} style={{ height: 62 }}>
          <ConversationRow
            conversation={conversation}
            selected={conversation.id === props.open}
            href={`/inbox/${conversation.id}`}
          />
        </div>
      ))}
      {said.data.items.length > 0 && <h2>{t('search.messages')}</h2>}
      {said.data.items.map((hit) => (
        <Hit key={hit.message.id} hit={hit} />
      ))}
    </div>
  );
}

function Hit({ hit }: { hit: SearchHit }): ReactNode {
  const format = useFormat();
  const now = useNow();
  const { conversation, message } = hit;
  return (
    <Link href={`/inbox/${conversation.id}?at=${message.seq}`} className={classes.hit}>
      <Avatar name={conversation.contact.name} photo={conversation.contact.photo} size={28} />
      <div className={classes.body}>
        <div className={classes.line}>
          <span className={classes.name} dir="auto" translate="no">
            {conversation.contact.name}
          </span>
          <time dateTime={message.at} title={format.exact(message.at)}>
            {format.ago(message.at, now)}
          </time>
        </div>
        {message.omitted && (
          <small>
            <OmittedLine file={message.omitted} />
          </small>
        )}
        <p dir="auto" translate="no">
          {marked(message.text, message.highlights)}
        </p>
      </div>
    </Link>
  );
}

/** The text from a little before the first found word, found words marked. */
function marked(text: string, highlights: readonly [number, number][]): ReactNode[] {
  const places = utf16Places(text);
  const place = (index: number): number => places[Math.min(index, places.length - 1)] ?? 0;
  const first = place(highlights[0]?.[0] ?? 0);
  let at = first > LEAD * 2 ? first - LEAD : 0;
  const parts: ReactNode[] = at > 0 ? ['…'] : [];
  for (const [start, length] of highlights) {
    const [from, to] = [place(start), place(start + length)];
    if (from < at) continue;
    parts.push(text.slice(at, from), <mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return [...parts, text.slice(at)];
}
