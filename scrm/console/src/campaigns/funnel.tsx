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
  const unmeasured = useUnmeasured(props.id, report);
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
                  <small translate="no">{format.percent(report[step] / report.audience)}</small>
                )}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Why a number is none: no platform of its channels tells it, or no link is followed. */
function useUnmeasured(id: string, report: Report): (step: Step) => string | null {
  const w = useWords();
  const { known, tells } = useReceipts();
  const { data: links } = useResource(report.sent > 0 ? `campaigns/links/${id}` : null, () =>
    campaigns.links(id),
  );
  const sentOn = report.by_channel.filter((one) => one.sent > 0);
  const isTold = sentOn.length === 0 || sentOn.some((one) => tells(one.channel_id));
  return (step) => {
    if (step === 'delivered' || step === 'read') {
      return known.size > 0 && !isTold && report[step] === 0 ? w('unmeasured.receipts') : null;
    }
    if (step !== 'clicked' || report.clicked > 0) return null;
    return links?.items.length === 0 ? w('unmeasured.links') : null;
  };
}
