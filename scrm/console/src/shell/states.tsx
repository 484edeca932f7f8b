import { Button, Skeleton } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import type { Problem } from '../api/problem.ts';
import { useLanguage, useT } from '../i18n/context.tsx';
import classes from './states.module.css';

const Refused = lazy(() => import('./refusals/refused.tsx'));

const PATIENCE_MS = 150;

/** Placeholder rows, only once waiting is long enough to be noticed. */
export function Loading(props: { rows?: number; height?: number }): ReactNode {
  const t = useT();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true);
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  if (!late) return <div className={classes.loading} aria-busy />;
  return (
    <div className={classes.loading} role="status" aria-label={t('loading')}>
      {Array.from({ length: props.rows ?? 6 }, (_, index) => (
        <Skeleton key={index} height={props.height ?? 34} radius={6} />
      ))}
    </div>
  );
}

/** Nothing here: one sentence and the next step. */
export function Empty(props: {
  icon?: ReactNode;
  title: string;
  text?: string;
  children?: ReactNode;
}): ReactNode {
  return (
    <div className={classes.empty}>
      {props.icon && <span className={classes.icon}>{props.icon}</span>}
      <strong>{props.title}</strong>
      {props.text && <p>{props.text}</p>}
      {props.children}
    </div>
  );
}

/** In words what went wrong; the hub's own sentence where it gave one. */
export function useProblemText(): (problem: Problem) => string {
  const t = useT();
  return (problem) => {
    if (problem.isOffline) return t('problem.offline');
    if (problem.code === 'newer_conversation') return t('problem.newer');
    if (problem.status === 403) return t('problem.forbidden');
    if (problem.status === 404) return t('problem.gone');
    if (problem.status === 429) return t('problem.slow', { seconds: problem.retryAfter ?? 10 });
    return problem.status >= 500 ? t('problem.hub') : problem.message;
  };
}

/** The same in Chinese too, where the hub's own sentence is English. */
export function ProblemWords({ problem }: { problem: Problem }): ReactNode {
  const { locale } = useLanguage();
  const text = useProblemText()(problem);
  const isForeign = locale === 'zh' && text === problem.message;
  return isForeign ? <Suspense children={<Refused problem={problem} />} /> : text;
}

export function ProblemNote(props: {
  problem: Problem;
  onRetry?: () => void;
  /** What else can be done. */
  children?: ReactNode;
}): ReactNode {
  const t = useT();
  return (
    <div className={classes.problem} role="alert">
      <span>
        <ProblemWords problem={props.problem} />
      </span>
      {props.onRetry && props.problem.status !== 403 && (
        <Button size="compact-sm" variant="default" onClick={props.onRetry}>
          {t('retry')}
        </Button>
      )}
      {props.children}
    </div>
  );
}
