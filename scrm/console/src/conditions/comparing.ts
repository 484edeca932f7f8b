/** Comparisons as people choose them: what is compared decides what is meant. Pure. */
import type { Scalar, ValueLeaf } from './types.ts';

export type Operand = 'text' | 'texts' | 'number' | 'numbers' | 'date' | 'none';

/** A choice in the list, what it is in JSON, and what it takes. */
export interface Comparison {
  name: string;
  op: string;
  takes: Operand;
}

export const COMPARISONS = [
  { name: 'is', op: 'eq', takes: 'text' },
  { name: 'isNot', op: 'ne', takes: 'text' },
  { name: 'oneOf', op: 'in', takes: 'texts' },
  { name: 'noneOf', op: 'not_in', takes: 'texts' },
  { name: 'contains', op: 'contains', takes: 'text' },
  { name: 'begins', op: 'starts_with', takes: 'text' },
  { name: 'equals', op: 'eq', takes: 'number' },
  { name: 'more', op: 'gt', takes: 'number' },
  { name: 'least', op: 'gte', takes: 'number' },
  { name: 'less', op: 'lt', takes: 'number' },
  { name: 'most', op: 'lte', takes: 'number' },
  { name: 'between', op: 'between', takes: 'numbers' },
  { name: 'after', op: 'gt', takes: 'date' },
  { name: 'before', op: 'lt', takes: 'date' },
  { name: 'known', op: 'exists', takes: 'none' },
  { name: 'unknown', op: 'missing', takes: 'none' },
] as const satisfies readonly Comparison[];

export type ComparisonName = (typeof COMPARISONS)[number]['name'];

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Which choice a leaf is; null for what the list has no words for, such as a yes or no. */
export function comparisonOf(leaf: ValueLeaf): (typeof COMPARISONS)[number] | null {
  return COMPARISONS.find((one) => one.op === leaf.op && fits(one.takes, leaf.value)) ?? null;
}

function fits(takes: Operand, value: ValueLeaf['value']): boolean {
  const are = (kind: string): boolean =>
    Array.isArray(value) && value.every((one) => typeof one === kind);
  if (takes === 'none') return value === undefined;
  if (takes === 'texts') return are('string');
  if (takes === 'numbers') return are('number');
  if (takes === 'date') return typeof value === 'string' && (value === '' || DAY.test(value));
  return typeof value === (takes === 'number' ? 'number' : 'string');
}

/** The same leaf under another comparison, keeping what was typed where it still has a meaning. */
export function compareBy(leaf: ValueLeaf, name: ComparisonName): ValueLeaf {
  const chosen = COMPARISONS.find((one) => one.name === name)!;
  const changed: ValueLeaf = { name: leaf.name, op: chosen.op };
  if (chosen.takes === 'none') return changed;
  return { ...changed, value: fitted(chosen.takes, leaf.value) };
}

function fitted(takes: Operand, value: ValueLeaf['value']): Scalar | Scalar[] {
  if (fits(takes, value)) return value!;
  const first = Array.isArray(value) ? value[0] : value;
  const number = Number(first);
  const isNumber = first !== undefined && first !== '' && Number.isFinite(number);
  switch (takes) {
    case 'texts':
      return typeof first === 'string' && first !== '' ? [first] : [];
    case 'numbers':
      return isNumber ? [number, number] : [0, 1];
    case 'number':
      return isNumber ? number : 0;
    case 'date':
      return '';
    default:
      return first === undefined ? '' : String(first);
  }
}
