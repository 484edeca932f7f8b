import { IconSpeakerphone } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useCan } from '../session/me.ts';
import { useResource } from '../state/resource.ts';
import classes from './badge.module.css';
import { campaigns } from './calls.ts';
import { useWords } from './words.ts';

/** Which campaign a conversation answers; its name leads there. */
export default function CampaignBadge(props: { id: string }): ReactNode {
  const { id } = props;
  const w = useWords();
  const may = useCan('campaigns.read');
  const { data } = useResource(may ? `campaigns/named/${id}` : null, () => campaigns.get(id));
  if (!data) return null;
  return (
    <p className={classes.badge}>
      <Link href={`/campaigns/${id}`} translate="no">
        <IconSpeakerphone size={13} aria-hidden /> {w('answer', { name: data.name })}
      </Link>
    </p>
  );
}
