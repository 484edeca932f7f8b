import type { ReactNode } from 'react';
import { useFormat } from '../i18n/context.tsx';
import classes from './campaigns.module.css';
import { type Fate, partsOf } from './fates.ts';
import type { Report } from './types.ts';
import { useWords } from './words.ts';

/** The whole audience by what became of it; what it shows is its name as well. */
export function FateBar({ report }: { report: Report }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const parts = partsOf(report);
  const said = parts.map(({ fate, people }) => `${w(`fate.${fate}`)} ${format.number(people)}`);
  return (
    <span className={classes.bar} role="img" aria-label={said.join(', ')} title={said.join('\n')}>
      {parts.map(({ fate, people }) => (
        <i key={fate} data-fate={fate} style={{ flexGrow: people }} />
      ))}
    </span>
  );
}

/** The same in words: each opens the list of those whom it counts. */
export function FateLegend(props: {
  report: Report;
  shown: Fate | null;
  show: (fate: Fate | null) => void;
}): ReactNode {
  const w = useWords();
  const format = useFormat();
  return (
    <div className={classes.legend} role="group" aria-label={w('fates')}>
      {partsOf(props.report).map(({ fate, people }) => (
        <button
          key={fate}
          type="button"
          aria-pressed={props.shown === fate}
          disabled={fate === 'sending'}
          onClick={() => {
            props.show(props.shown === fate ? null : fate);
          }}
        >
          <i data-fate={fate} aria-hidden />
          {w(`fate.${fate}`)} <b translate="no">{format.number(people)}</b>
        </button>
      ))}
    </div>
  );
}
