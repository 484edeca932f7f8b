import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { campaigns } from '../../campaigns/calls.ts';
import type { Received } from '../../campaigns/types.ts';
import campaignWords from '../../campaigns/words-en.json';
import {
  useWhy,
  useWords as useCampaignWords,
  type Word as CampaignWord,
} from '../../campaigns/words.ts';
import { useFormat } from '../../i18n/context.tsx';
import { useCan } from '../../session/me.ts';
import { More } from '../../shell/more.tsx';
import { usePages } from '../../state/pages.ts';
import classes from './marketing.module.css';
import { useWords } from './words.ts';

/** What this person got of campaigns or did not get, and why; nothing where none has meant them. */
export function ReceivedList({ id }: { id: string }): ReactNode {
  const w = useWords();
  const pages = usePages(
    `contact/${id}/campaigns`,
    (cursor) => campaigns.received(id, cursor),
    (one) => `${one.occurrence_id}/${one.step}/${one.message_id ?? ''}`,
  );
  const { items } = pages;
  if (!items || items.length === 0) return null;
  return (
    <>
      <ul className={classes.received} aria-label={w('received')}>
        {items.map((one) => (
          <One key={`${one.occurrence_id}/${one.step}/${one.message_id ?? ''}`} one={one} />
        ))}
      </ul>
      <More pages={pages} compact />
    </>
  );
}

function One({ one }: { one: Received }): ReactNode {
  const c = useCampaignWords();
  const format = useFormat();
  const why = useWhy();
  const mayRead = useCan('campaigns.read');
  const word = `fate.${one.state}`;
  const fate = word in campaignWords ? c(word as CampaignWord) : one.state;
  const name = one.name === '' ? c('unnamed') : one.name;
  return (
    <li>
      <span dir="auto" translate={one.name === '' ? undefined : 'no'}>
        {mayRead ? <Link href={`/campaigns/${one.campaign_id}`}>{name}</Link> : name}
      </span>
      <small>
        {one.reason === '' ? fate : c('fate.why', { fate, why: why(one.reason) })}
        {one.at && (
          <>
            {' · '}
            <time dateTime={one.at} title={format.exact(one.at)}>
              {format.date(one.at)}
            </time>
          </>
        )}
      </small>
    </li>
  );
}
