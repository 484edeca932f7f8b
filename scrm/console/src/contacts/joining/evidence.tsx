import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Evidence, Joining } from '../../api/joining-types.ts';
import { useFormat, useT } from '../../i18n/context.tsx';
import { useCan } from '../../session/me.ts';
import { separate } from './acts.ts';
import classes from './joining.module.css';

/** Why two are one person; leads to the message that proves it. */
export function EvidenceWords({ evidence }: { evidence: Evidence }): ReactNode {
  const t = useT();
  const words = t(`join.evidence.${evidence.kind}`);
  if (!evidence.conversation_id) return words;
  return (
    <Link href={`/inbox/${evidence.conversation_id}?at=${String(evidence.seq ?? '')}`}>
      {words}
    </Link>
  );
}

/** How an address came to this person: from whom, why, when and by whom; and the way back. */
export function CameBy({ joining }: { joining: Joining }): ReactNode {
  const t = useT();
  const format = useFormat();
  const may = useCan('contacts.write');
  const { name } = joining.other;
  return (
    <small className={classes.cameBy}>
      <span>
        <EvidenceWords evidence={joining.evidence} />
        {' · '}
        <time dateTime={joining.joined_at} title={format.exact(joining.joined_at)}>
          {format.date(joining.joined_at)}
        </time>
        {joining.by.name !== '' && (
          <>
            {' · '}
            <span dir="auto" translate="no">
              {joining.by.name}
            </span>
          </>
        )}
      </span>
      {may && (
        <button
          type="button"
          aria-label={t('join.separate.name', { name })}
          title={t('join.separate.name', { name })}
          onClick={() => void separate(joining)}
        >
          {t('join.separate')}
        </button>
      )}
    </small>
  );
}
