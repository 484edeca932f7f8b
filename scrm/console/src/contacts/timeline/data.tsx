import { type ReactNode, useState } from 'react';
import { useFormat } from '../../i18n/context.tsx';
import { isLong, pairsOf, SHOWN } from './own-data.ts';
import classes from './timeline.module.css';
import { useWords } from './words.ts';

/** What was told with an event of one's own, name by name; what is long is folded. */
export function OwnData({ data }: { data: Record<string, unknown> }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const [isWhole, setWhole] = useState(false);
  const pairs = pairsOf(data);
  if (pairs.length === 0) return null;
  const said = (value: string | number | boolean): string => {
    if (typeof value === 'boolean') return w(value ? 'yes' : 'no');
    return typeof value === 'number' ? format.number(value) : value;
  };
  return (
    <>
      <dl className={classes.data} data-whole={isWhole}>
        {(isWhole ? pairs : pairs.slice(0, SHOWN)).map(([name, value]) => (
          <Pair key={name} name={name} value={said(value)} isOurs={typeof value === 'boolean'} />
        ))}
      </dl>
      {isLong(pairs) && (
        <button
          type="button"
          className={classes.fold}
          aria-expanded={isWhole}
          onClick={() => {
            setWhole(!isWhole);
          }}
        >
          {w(isWhole ? 'fewer' : 'more')}
        </button>
      )}
    </>
  );
}

function Pair(props: { name: string; value: string; isOurs: boolean }): ReactNode {
  return (
    <>
      <dt translate="no" title={props.name}>
        {props.name.replaceAll('_', ' ')}
      </dt>
      <dd dir="auto" translate={props.isOurs ? undefined : 'no'}>
        {props.value}
      </dd>
    </>
  );
}
