/** The language of conditions as its JSON has it; docs/reference/conditions.md says what each part means. */

export type Scalar = string | number | boolean;

export interface TextLeaf {
  matches?: string;
  contains_any?: string[];
  contains_all?: string[];
  within?: string;
}

export interface ValueLeaf {
  name: string;
  op: string;
  value?: Scalar | Scalar[];
}

export interface CountLeaf {
  event: string;
  where?: Condition;
  within?: string;
  at_least?: number;
  at_most?: number;
  exactly?: number;
}

export interface SumLeaf {
  event: string;
  of: string;
  where?: Condition;
  within?: string;
  at_least?: number;
  at_most?: number;
}

export interface LastLeaf {
  event: string;
  where?: Condition;
  before?: string;
  within?: string;
}

export interface ConversationLeaf {
  state?: string;
  waiting?: boolean;
  assigned?: boolean;
}

export interface LeafOf {
  text: TextLeaf;
  attribute: ValueLeaf;
  data: ValueLeaf;
  tag: { name: string; op: string };
  count: CountLeaf;
  sum: SumLeaf;
  last: LastLeaf;
  channel: { platform?: string; id?: string };
  conversation: ConversationLeaf;
}

export type Kind = keyof LeafOf;
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { [K in Kind]: Record<K, LeafOf[K]> }[Kind];
