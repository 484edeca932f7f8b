import type { ReactNode } from 'react';
import type { Message } from '../api/types.ts';
import type { MessageKey, Translate, Values } from '../i18n/catalogue.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import classes from './thread.module.css';

/** What happened to the conversation, in words; an unknown kind falls back to the hub's text. */
export function ActivityLine({ message }: { message: Message }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { activity } = message.content;
  const sentence = sentenceOf(message, format.dateTime, t);
  return (
    <>
      <div className={classes.activity}>
        {sentence ? (
          <span>{t(sentence.key, sentence.values)}</span>
        ) : (
          <span dir="auto" translate="no">
            {message.text}
          </span>
        )}
        <time dateTime={message.platform_time} title={format.exact(message.platform_time)}>
          {format.clock(message.platform_time)}
        </time>
      </div>
      {activity?.kind === 'rated' && activity.comment && (
        <blockquote className={classes.said} dir="auto" translate="no">
          {activity.comment}
        </blockquote>
      )}
    </>
  );
}

function sentenceOf(
  message: Message,
  dateTime: (at: string) => string,
  t: Translate,
): { key: MessageKey; values: Values } | null {
  const activity = message.content.activity;
  if (!activity) return null;
  const name = activity.by?.name ?? message.author.name;
  const by = activity.by?.kind === 'rule' ? t('activity.byRule', { name }) : name;
  const isPerson = activity.by?.kind === 'user';
  const to = activity.to?.name;
  const { until, reason } = activity;
  switch (activity.kind) {
    case 'assigned':
      if (activity.team) {
        return { key: 'activity.team', values: { by, team: activity.team.name } };
      }
      if (activity.left_team) {
        const key = activity.archived ? 'activity.teamGone' : 'activity.leftTeam';
        return { key, values: { by, team: activity.left_team.name } };
      }
      if (!to) return { key: 'activity.unassigned', values: { by } };
      return activity.to?.id === activity.by?.id
        ? { key: 'activity.took', values: { by } }
        : { key: 'activity.assigned', values: { by, to } };
    case 'unassigned':
      return { key: 'activity.unassigned', values: { by } };
    case 'resolved':
      return reason
        ? { key: 'activity.resolvedWhy', values: { by, reason } }
        : { key: 'activity.resolved', values: { by } };
    case 'rated':
      return { key: 'activity.rated', values: { by, score: activity.score } };
    case 'reopened':
      return isPerson
        ? { key: 'activity.reopenedBy', values: { by } }
        : { key: 'activity.reopened', values: {} };
    case 'snoozed':
      return until
        ? { key: 'activity.snoozedUntil', values: { by, time: dateTime(until) } }
        : { key: 'activity.snoozed', values: { by } };
    case 'handed_over':
      return { key: 'activity.handedOver', values: {} };
    case 'taken_over':
      return { key: 'activity.tookOver', values: { by } };
    case 'handed_back':
      return { key: 'activity.handedBack', values: { by } };
    case 'opened':
      return { key: 'activity.opened', values: {} };
    default:
      return null;
  }
}
