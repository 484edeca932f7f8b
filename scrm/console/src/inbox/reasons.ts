import type { MessageKey } from '../i18n/catalogue.ts';

/** The hub's stable codes that have words here; others are shown as the hub says them. */
const REASONS = {
  archive: 'reason.archive',
  recipient_gone: 'reason.recipient_gone',
  blocked: 'reason.recipient_gone',
  window_closed: 'reason.window_closed',
  content_rejected: 'reason.content_rejected',
  credentials_rejected: 'reason.credentials_rejected',
  outcome_unknown: 'reason.outcome_unknown',
  crashed: 'reason.crashed',
  not_accepted: 'reason.not_accepted',
  attempts_exhausted: 'reason.attempts_exhausted',
  channel_paused: 'reason.channel_paused',
  throttled: 'reason.throttled',
  unsubscribed: 'reason.unsubscribed',
  quiet_hours: 'reason.quiet_hours',
  refused: 'reason.refused',
} as const satisfies Record<string, MessageKey>;

export function reasonKey(code: string | null): MessageKey | null {
  return code !== null && code in REASONS ? REASONS[code as keyof typeof REASONS] : null;
}
