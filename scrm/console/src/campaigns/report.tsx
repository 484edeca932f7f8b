import { type ReactNode, useRef, useState } from 'react';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { Answers, Links } from './answers.tsx';
import { FateBar, FateLegend } from './bar.tsx';
import { campaigns } from './calls.ts';
import classes from './campaigns.module.css';
import { ComingPart } from './coming.tsx';
import { PastDays } from './days.tsx';
import { isDated } from './dated.ts';
import { ByChannel, ByHour } from './divided.tsx';
import { Export } from './export.tsx';
import type { Fate } from './fates.ts';
import { useFollowing } from './following.ts';
import { Funnel, type Step } from './funnel.tsx';
import { Life } from './life.tsx';
import { toneOf, When } from './list.tsx';
import { Recipients } from './recipients.tsx';
import { Stopped } from './stopping.tsx';
import type { Report, WholeCampaign } from './types.ts';
import { useWaits, useWhy, useWords } from './words.ts';

function isLive(state: string): boolean {
  return state === 'running' || state === 'scheduled' || state === 'paused';
}

/** How it stands, how far its people came, who they are and why. */
export function ReportPart({ whole }: { whole: WholeCampaign }): ReactNode {
  const w = useWords();
  const { id, name, state } = whole;
  const isDaily = isLive(state) && isDated(whole.definition.schedule);
  const { data, problem, reload } = useResource(`campaigns/report/${id}`, () =>
    campaigns.report(id),
  );
  useFollowing(state === 'running' || state === 'scheduled', true);
  return (
    <section className={classes.report} aria-label={w('report')}>
      <header className={classes.head}>
        <div className={classes.title}>
          <h1 dir="auto" translate="no">
            {name}
          </h1>
          <span className={room.state} data-state={toneOf(state)}>
            {w(`state.${state}`)}
          </span>
          <small className={room.dim}>
            <When campaign={whole} />
          </small>
        </div>
        <Life whole={whole} report={data} />
      </header>
      {isLive(state) && <Stopped />}
      {state === 'missed' && <p className={classes.note}>{w('missed.hint')}</p>}
      {whole.reason !== '' && (
        <div className={classes.note} role="status">
          {w('rests.hint')}
          <span dir="auto" translate="no">
            {whole.reason}
          </span>
        </div>
      )}
      {problem && !data && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={3} />}
      {isDaily && <ComingPart whole={whole} />}
      {isDated(whole.versions[0]?.definition.schedule) && <PastDays whole={whole} />}
      {data?.audience === 0 && !isDaily && <p className={room.dim}>{w('report.none')}</p>}
      {data && data.audience > 0 && <Numbers id={id} report={data} />}
    </section>
  );
}

function Numbers({ id, report }: { id: string; report: Report }): ReactNode {
  const w = useWords();
  const [fate, setFate] = useState<Fate | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [reached, setReached] = useState<Step | null>(null);
  const show = (wanted: Fate | null, why: string | null = null): void => {
    setFate(wanted);
    setReason(why);
    setReached(null);
  };
  const list = useRef<HTMLDivElement>(null);
  const reach = (step: Step | null): void => {
    show(null);
    setReached(step);
    if (step) list.current?.scrollIntoView({ block: 'nearest' });
  };
  const state = { state: fate ?? undefined, reason: reason ?? undefined };
  const whom = reached && reached !== 'audience' ? { reached } : state;
  return (
    <>
      <Funnel id={id} report={report} shown={reached} show={reach} />
      <FateBar report={report} />
      <FateLegend report={report} shown={fate} show={show} />
      <Reasons report={report} shown={fate && reason && `${fate}/${reason}`} show={show} />
      <ByChannel report={report} />
      <ByHour report={report} />
      {report.replied > 0 && <Answers id={id} />}
      {report.sent > 0 && <Links id={id} />}
      {!('reached' in whom) && <Export id={id} wanted={state} />}
      <div ref={list} className={classes.list}>
        {reached && (
          <h2 className={room.label}>{w('step.people', { step: w(`step.${reached}`) })}</h2>
        )}
        <Recipients key={JSON.stringify(whom)} id={id} whom={whom} />
      </div>
    </>
  );
}

const WITH_REASONS = ['held', 'later', 'blocked', 'missed', 'failed'] as const;

/** Why the others did not get it, or not yet; each opens its people. */
function Reasons(props: {
  report: Report;
  shown: string | null;
  show: (fate: Fate | null, why?: string | null) => void;
}): ReactNode {
  const { report, shown, show } = props;
  const w = useWords();
  const format = useFormat();
  const why = useWhy();
  const waits = useWaits();
  const rows = WITH_REASONS.flatMap((fate) =>
    Object.entries(report[`${fate}_by`]).map(([reason, people]) => ({ fate, reason, people })),
  );
  if (rows.length === 0) return null;
  return (
    <ul className={classes.reasons} aria-label={w('reasons')}>
      {rows.map(({ fate, reason, people }) => {
        const isShown = shown === `${fate}/${reason}`;
        return (
          <li key={`${fate}/${reason}`}>
            <button
              type="button"
              aria-pressed={isShown}
              onClick={() => {
                if (isShown) show(null);
                else show(fate, reason);
              }}
            >
              <b translate="no">{format.number(people)}</b>
              <span>
                {w(`because.${fate}`, {
                  why: reason === '' ? '…' : (waits(reason) ?? why(reason)),
                })}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
