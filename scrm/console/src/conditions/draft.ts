/** A condition while somebody builds it: a tree whose nodes have names of their own. Pure. */
import type { Condition, Kind, LeafOf } from './types.ts';

/** How the parts of a group hang together; `none` is not any, `notAll` is not all. */
export type Mode = 'all' | 'any' | 'none' | 'notAll';

export interface GroupNode {
  id: number;
  mode: Mode;
  parts: Node[];
}

export interface LeafNode<K extends Kind = Kind> {
  id: number;
  kind: K;
  value: LeafOf[K];
  /** Of count, sum and last: which events are meant. */
  where?: GroupNode;
}

export type Node = GroupNode | LeafNode;

export const PERSON_KINDS: readonly Kind[] = [
  'text',
  'count',
  'sum',
  'last',
  'tag',
  'attribute',
  'channel',
  'conversation',
];
export const EVENT_KINDS: readonly Kind[] = ['text', 'channel', 'data'];

const BLANKS: { [K in Kind]: LeafOf[K] } = {
  text: { contains_any: [] },
  count: { event: 'message.received', at_least: 1, within: '7d' },
  sum: { event: 'order.paid', of: 'amount', at_least: 100_000, within: '365d' },
  last: { event: 'message.received', before: '30d' },
  tag: { name: '', op: 'has' },
  attribute: { name: '', op: 'eq', value: '' },
  data: { name: '', op: 'contains', value: '' },
  channel: {},
  conversation: { state: 'open' },
};

let lastId = 0;

export function isGroup(node: Node): node is GroupNode {
  return 'mode' in node;
}

/** Kinds that ask of events, and may ask of some of them only. */
export const OF_EVENTS: readonly Kind[] = ['count', 'sum', 'last'];

export function blank(kind: Kind): LeafNode {
  const made: LeafNode = { id: ++lastId, kind, value: structuredClone(BLANKS[kind]) };
  if (kind === 'sum') made.where = group('all', [inCurrency()]);
  return made;
}

/** Money is added up in one currency; which, somebody has to say. */
function inCurrency(): LeafNode {
  return { id: ++lastId, kind: 'data', value: { name: 'currency', op: 'eq', value: '' } };
}

export function group(mode: Mode, parts: Node[]): GroupNode {
  return { id: ++lastId, mode, parts };
}

/** The tree of a whole condition: always a group, so that there is a place to add to. */
export function rootOf(condition: Condition): GroupNode {
  const node = nodeOf(condition);
  return isGroup(node) ? node : group('all', [node]);
}

function nodeOf(condition: Condition): Node {
  if ('all' in condition) return group('all', condition.all.map(nodeOf));
  if ('any' in condition) return group('any', condition.any.map(nodeOf));
  if ('not' in condition) return denied(condition.not);
  const [kind, value] = Object.entries(condition)[0] as [Kind, LeafOf[Kind]];
  const { where, ...rest } = value as { where?: Condition };
  const leaf: LeafNode = { id: ++lastId, kind, value: rest };
  if (where) leaf.where = rootOf(where);
  return leaf;
}

function denied(inner: Condition): GroupNode {
  if ('any' in inner) return group('none', inner.any.map(nodeOf));
  if ('all' in inner) return group('notAll', inner.all.map(nodeOf));
  return group('none', [nodeOf(inner)]);
}

export function conditionOf(node: Node): Condition {
  if (isGroup(node)) {
    const parts = node.parts.map(conditionOf);
    if (node.mode === 'all') return { all: parts };
    if (node.mode === 'any') return { any: parts };
    return { not: node.mode === 'none' ? { any: parts } : { all: parts } };
  }
  const where = node.where && { where: conditionOf(node.where) };
  return { [node.kind]: { ...node.value, ...where } } as Condition;
}

/** Where the parts of a group stand in its JSON: the hub names places so. */
export function placeOf(path: string, mode: Mode, index: number): string {
  const words = { all: 'all', any: 'any', none: 'not.any', notAll: 'not.all' };
  return `${path}${words[mode]}.${index}`;
}

export function isComplete(node: Node): boolean {
  if (isGroup(node)) return node.parts.length > 0 && node.parts.every(isComplete);
  return isFilled(node) && (node.where === undefined || isComplete(node.where));
}

function isFilled(leaf: LeafNode): boolean {
  if (leaf.kind === 'channel' || leaf.kind === 'conversation') {
    return Object.keys(leaf.value).length > 0;
  }
  return Object.values(leaf.value as Record<string, unknown>).every((one) =>
    typeof one === 'string' || Array.isArray(one) ? one.length > 0 && !hasBlank(one) : true,
  );
}

function hasBlank(value: string | unknown[]): boolean {
  return typeof value === 'string' ? value.trim() === '' : value.includes('');
}

/** The hub's words begin in lower case, for the middle of a sentence. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A window's number and unit; `7d` is ['7', 'd']. */
export function partsOf(window: string): [number, string] {
  return [Number(window.slice(0, -1)), window.slice(-1)];
}

export const STARTERS: Record<'recent' | 'silent' | 'refund', Condition> = {
  recent: { all: [{ count: { event: 'message.received', at_least: 1, within: '7d' } }] },
  silent: { all: [{ last: { event: 'message.received', before: '30d' } }] },
  refund: {
    all: [{ text: { contains_any: ['refund', 'money back', '退款', '退货'], within: '30d' } }],
  },
};
export type Starter = keyof typeof STARTERS;
