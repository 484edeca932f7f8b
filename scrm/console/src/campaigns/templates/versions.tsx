import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useFormat } from '../../i18n/context.tsx';
import { useCan } from '../../session/me.ts';
import { useCall } from '../../settings/section.tsx';
import { ProblemNote } from '../../shell/states.tsx';
import { showToast } from '../../shell/toasts.ts';
import { invalidate } from '../../state/resource.ts';
import { useWords } from '../words.ts';
import { templates } from './calls.ts';
import own from './templates.module.css';
import type { WholeTemplate } from './types.ts';

/** What was published, the newest first; each can be put back, unless that would lose what is typed. */
export function Versions(props: { whole: WholeTemplate; isDirty: boolean }): ReactNode {
  const { id, version, versions } = props.whole;
  const w = useWords();
  const format = useFormat();
  const mayWrite = useCan('campaigns.write');
  const { busy, problem, run } = useCall();
  const back = async (number: number): Promise<void> => {
    if (!(await run(() => templates.rollBack(id, number)))) return;
    invalidate('templates/');
    showToast({ text: 'saved' });
  };
  return (
    <section className={own.versions} aria-label={w('tpl.versions')}>
      <h2>{w('tpl.versions')}</h2>
      {problem && <ProblemNote problem={problem} />}
      <ol>
        {versions.map(({ number, message, made_at: at }) => (
          <li key={number}>
            <div className={own.line}>
              <b>{w('tpl.version', { number })}</b>
              {number === version && <span className={own.now}>{w('tpl.now')}</span>}
              <time dateTime={at} title={format.exact(at)}>
                {format.dateTime(at)}
              </time>
              {mayWrite && number !== version && (
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={busy || props.isDirty}
                  aria-label={w('tpl.roll_back.whole', { number })}
                  onClick={() => void back(number)}
                >
                  {w('tpl.roll_back')}
                </Button>
              )}
            </div>
            <details>
              <summary>{w('said')}</summary>
              <pre dir="auto" translate="no">
                {[message.text, ...(message.buttons ?? []).map((one) => `[${one.label}]`)].join(
                  '\n',
                )}
              </pre>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Campaigns that took its words; they keep theirs whatever becomes of it. */
export function Uses({ whole }: { whole: WholeTemplate }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { used, uses } = whole;
  return (
    <section className={own.uses} aria-label={w('tpl.uses')}>
      <h2>
        {w('tpl.uses')} {format.number(used)}
      </h2>
      <ul>
        {uses.map((one) => (
          <li key={one.campaign_id} className={own.line}>
            <Link href={`/campaigns/${one.campaign_id}`}>
              {one.name === '' ? w('unnamed') : one.name}
            </Link>
            <span>{w('tpl.version', { number: one.version })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
