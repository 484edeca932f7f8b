import { channels } from '../api/calls.ts';
import { useResource } from '../state/resource.ts';
import { parseLight } from '../text/light.ts';
import { lengthIn } from '../text/units.ts';

export interface Limit {
  left: number;
  /** Near enough to the limit to be told. */
  shows: boolean;
}

const SHOWN_FROM = 0.8;

/** What is left of a platform's limit; it counts what people will see, without our marks. */
export function limitLeft(text: string, most: number, unit: 'characters' | 'utf16'): Limit {
  const left = most - lengthIn(parseLight(text).text, unit);
  return { left, shows: left < most * (1 - SHOWN_FROM) };
}

export function useLimit(platform: string, text: string, hasFiles: boolean): Limit {
  const platforms = useResource('platforms', channels.platforms);
  const limits = platforms.data?.find((known) => known.name === platform)?.limits;
  if (!limits) return { left: Infinity, shows: false };
  const most = hasFiles ? (limits.caption ?? limits.text) : limits.text;
  return limitLeft(text, most, limits.text_unit ?? 'characters');
}
