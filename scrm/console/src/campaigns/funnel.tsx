import type { ReactNode } from 'react';
import { useFormat } from '../i18n/context.tsx';
import { useResource } from '../state/resource.ts';
import { campaigns } from './calls.ts';
import classes from './campaigns.module.css';
import { useReceipts } from './receipts.ts';
import type { Report } from './types.ts';
import { useWords } from './words.ts';

const STEPS = [
  ...(['audience', 'allowed', 'sent', 'delivered', 'read'] as const),
  ...(['replied', 'clicked', 'opted_out'] as const),
];
export type Step = (typeof STEPS)[number];

/** How far its people came; each number opens the list of those whom it counts. What nobody measures
 *  is no nought, and says why. */
export function Funnel(props: {
  id: string;
  report: Report;
  shown: Step | null;
  show: (step: Step | null) => void;
}): ReactNode {
  const { report, shown, show } = props;
  const w = useWords();
  const format = useFormat();
  const { unmeasured, part } = useMeasured(props.id, report);
  return (
    <ul className={classes.funnel} aria-label={w('funnel')}>
      {STEPS.map((step) => {
        const reason = unmeasured(step);
        return (
          <li key={step}>
            {reason ? (
              <span>
                <small>{w(`step.${step}`)}</small>
                <em>{w('unmeasured')}</em>
                <small>{reason}</small>
              </span>
            ) : (
              <button
                type="button"
                aria-pressed={shown === step}
                onClick={() => {
                  show(shown === step ? null : step);
                }}
              >
                <small>{w(`step.${step}`)}</small>
                <b translate="no">{format.number(report[step])}</b>
                {step !== 'audience' && (
                  <small>
                    {part(step) ?? (
                      <span translate="no">{format.percent(report[step] / report.audience)}</span>
                    )}
                  </small>
                )}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface Measured {
  /** Why a number is none: no platform of its channels tells it, or no link is followed. */
  unmeasured: (step: Step) => string | null;
  /** Of how many it is, where only some channels tell it; or how many of them did it by a link. */
  part: (step: Step) => string | null;
}

function useMeasured(id: string, report: Report): Measured {
  const w = useWords();
  const format = useFormat();
  const { known, tells } = useReceipts();
  const { data: links } = useResource(report.sent > 0 ? `campaigns/links/${id}` : null, () =>
    campaigns.links(id),
  );
  const sentOn = report.by_channel.filter((one) => one.sent > 0);
  const told = sentOn.filter((one) => tells(one.channel_id));
  const isOfReceipts = (step: Step): boolean =>
    (step === 'delivered' || step === 'read') && known.size > 0 && sentOn.length > 0;
  return {
    unmeasured: (step) => {
      if (isOfReceipts(step) && told.length === 0 && report[step] === 0) {
        return w('unmeasured.receipts');
      }
      if (step !== 'clicked' || report.clicked > 0) return null;
      return links?.items.length === 0 ? w('unmeasured.links') : null;
    },
    part: (step) => {
      if (step === 'opted_out' && report.opted_out_by_link > 0) {
        return w('step.by_link', { n: format.number(report.opted_out_by_link) });
      }
      if (!isOfReceipts(step) || told.length === 0 || told.length === sentOn.length) return null;
      const people = told.reduce((sum, one) => sum + one.sent, 0);
      return w('measured.part', { n: format.number(people) });
    },
  };
}
