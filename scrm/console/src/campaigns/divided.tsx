import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import classes from './divided.module.css';
import { hoursOf } from './hours.ts';
import { useReceipts } from './receipts.ts';
import type { Report } from './types.ts';
import { useWords } from './words.ts';

const COLUMNS = ['sent', 'delivered', 'read', 'replied', 'failed'] as const;

/** The same numbers for each channel. A platform that tells nothing of what was read has a dash. */
export function ByChannel({ report }: { report: Report }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { known, tells } = useReceipts();
  if (report.by_channel.length === 0) return null;
  return (
    <section aria-label={w('by.channel')}>
      <h2 className={room.label}>{w('by.channel')}</h2>
      <table className={classes.channels}>
        <thead>
          <tr>
            <th scope="col">{w('by.channel.one')}</th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col">
                {w(`step.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.by_channel.map((one) => (
            <tr key={one.channel_id}>
              <th scope="row" dir="auto" translate="no">
                {known.get(one.channel_id)?.name ?? `#${one.channel_id}`}
              </th>
              {COLUMNS.map((name) => {
                const isUntold = (name === 'read' || name === 'delivered') && one[name] === 0;
                return isUntold && !tells(one.channel_id) ? (
                  <td key={name}>
                    <span aria-hidden>–</span>
                    <VisuallyHidden>{w('by.untold')}</VisuallyHidden>
                  </td>
                ) : (
                  <td key={name} translate="no">
                    {format.number(one[name])}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** When they were sent, by our clock: a bar for each hour, which a screen reader reads as a list. */
export function ByHour({ report }: { report: Report }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const hours = hoursOf(report.by_hour);
  const [first, last] = [hours[0], hours.at(-1)];
  if (!first || !last) return null;
  const most = Math.max(...hours.map((one) => one.sent));
  const said = (local: string, n: number): string =>
    w('by.hour.sent', { time: format.dateTime(local), n: format.number(n) });
  return (
    <section aria-label={w('by.hour')}>
      <h2 className={room.label}>{w('by.hour')}</h2>
      <ol className={classes.hours}>
        {hours.map(({ local, at, sent }) => (
          <li
            key={at}
            title={said(local, sent)}
            aria-hidden={sent === 0}
            style={{ blockSize: `${(100 * sent) / most}%` }}
          >
            {sent > 0 && <VisuallyHidden>{said(local, sent)}</VisuallyHidden>}
          </li>
        ))}
      </ol>
      <p className={classes.ends} aria-hidden>
        <span>
          {format.dateTime(first.local)}
          {hours.length > 1 && ` – ${format.dateTime(last.local)}`}
        </span>
        <span>{w('by.hour.most', { n: format.number(most) })}</span>
      </p>
    </section>
  );
}
