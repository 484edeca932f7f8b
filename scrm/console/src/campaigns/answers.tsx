import type { ReactNode } from 'react';
import { Link } from 'wouter';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { More } from '../shell/more.tsx';
import { usePages } from '../state/pages.ts';
import { campaigns } from './calls.ts';
import classes from './campaigns.module.css';
import type { Reply } from './types.ts';
import { useWords } from './words.ts';

/** Who answered and with which words, the newest first; each leads into its conversation. */
export function Answers({ id }: { id: string }): ReactNode {
  const w = useWords();
  const pages = usePages(
    `campaigns/replies/${id}`,
    (cursor) => campaigns.replies(id, cursor),
    (one) => one.message_id,
  );
  const { items, problem, reload } = pages;
  if (problem && !items) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!items) return <Loading rows={2} />;
  return (
    <section aria-label={w('answers')}>
      <h2 className={room.label}>{w('answers')}</h2>
      <ul className={classes.persons}>
        {items.map((one) => (
          <Answer key={one.message_id} reply={one} />
        ))}
      </ul>
      <More pages={pages} />
    </section>
  );
}

function Answer({ reply }: { reply: Reply }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { name, kind, text, at, contact_id, conversation_id } = reply;
  const where = conversation_id ? `/inbox/${conversation_id}` : `/contacts/${contact_id}`;
  return (
    <li>
      <Link href={where} className={classes.person}>
        <Avatar name={name} photo={null} size={26} />
        <b dir="auto" translate={name === '' ? undefined : 'no'}>
          {name === '' ? w('nobody') : name}
        </b>
        <span className={classes.words} dir="auto">
          {kind !== 'reply' && <em data-kind={kind}>{w(`answer.${kind}`)}</em>}
          <span translate="no">{text}</span>
        </span>
        <time className={room.dim} dateTime={at} title={format.exact(at)}>
          {format.dateTime(at)}
        </time>
      </Link>
    </li>
  );
}

/** Which links were followed, by how many people and how often; what programs did is told apart. */
export function Links({ id }: { id: string }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { data } = useResource(`campaigns/links/${id}`, () => campaigns.links(id));
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label={w('links')}>
      <h2 className={room.label}>{w('links')}</h2>
      <ul className={classes.links}>
        {data.items.map(({ number, url, people, clicks, scans }) => (
          <li key={number}>
            <a href={url} target="_blank" rel="noreferrer" dir="ltr" translate="no">
              {url}
            </a>
            <span>
              {w(people === 1 ? 'links.one' : 'links.many', {
                n: format.number(people),
                times: format.number(clicks),
              })}
              {scans > 0 && (
                <small className={room.dim}> {w('links.scans', { n: format.number(scans) })}</small>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
