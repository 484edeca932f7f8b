import { channels } from '../api/calls.ts';
import type { Channel } from '../api/settings-types.ts';
import { useResource } from '../state/resource.ts';
import type { Report } from './types.ts';

/** The channels, and whether the platform of one tells what was read. */
export function useReceipts(): {
  known: ReadonlyMap<string, Channel>;
  tells: (channel: string) => boolean;
} {
  const { data } = useResource('channels', channels.list);
  const { data: platforms } = useResource('platforms', channels.platforms);
  const known = new Map((data?.items ?? []).map((one) => [one.id, one]));
  const telling = (platforms ?? [])
    .filter((one) => one.capabilities.includes('receipts'))
    .map((one) => one.name);
  return {
    known,
    tells: (channel) => telling.includes(known.get(channel)?.platform ?? ''),
  };
}

/** How many got it and did not read it, where that would be known. */
export function unreadIn(report: Report, tells: (channel: string) => boolean): number {
  return report.by_channel
    .filter((one) => tells(one.channel_id))
    .reduce((people, one) => people + one.sent - one.read, 0);
}
