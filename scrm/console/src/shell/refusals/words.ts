import type { Misplaced, Problem } from '../../api/problem.ts';
import { useLanguage } from '../../i18n/context.tsx';
import { general, place, sentence } from './chinese.ts';

/** A refusal in the reader's language; `hub` are the hub's own words, where ours say less. */
export interface Refusal {
  text: string;
  hub: string;
}

type Refused = Pick<Problem, 'message' | 'field' | 'code'>;

/** Without the place's own name, which is the hub's. */
export function withoutPlace({ message, field }: Refused): string {
  return field !== null && message.startsWith(`${field} `)
    ? message.slice(field.length + 1)
    : message;
}

export function inChinese(problem: Refused): Refusal {
  const detail = withoutPlace(problem);
  const known = sentence(detail);
  const where = place(problem.field);
  const text = known ?? general(problem.code);
  return { text: where === '' ? text : `${where}：${text}`, hub: known === null ? detail : '' };
}

/** What is wrong at a field, in the reader's language; the hub's own words where we have none. */
export function useMistake(): (detail: string) => string {
  const { locale } = useLanguage();
  if (locale !== 'zh') return (detail) => detail;
  return (detail) => sentence(detail) ?? `${general('invalid')}（原文：${detail}）`;
}

/** All that is wrong in a document, each in the reader's language. */
export function useMistakes(problem: Problem | null | undefined): readonly Misplaced[] {
  const mistake = useMistake();
  return (problem?.errors ?? []).map((one) => ({ ...one, detail: mistake(one.detail) }));
}
