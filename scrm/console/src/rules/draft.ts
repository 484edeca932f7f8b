/** A rule while somebody writes it. Pure. */
import { conditionOf, group, type GroupNode, isComplete, rootOf } from '../conditions/draft.ts';
import type { Scalar } from '../conditions/types.ts';
import type { Misplaced } from '../api/problem.ts';
import { textOf, whomIn } from '../teams/whom.ts';
import type { Action, Definition } from './types.ts';

/** What a detail is set to; `clear` removes it. */
export type Setting = 'text' | 'number' | 'yes' | 'no' | 'clear';

/** One line of what is done; a detail each, however many one action of the JSON sets. */
export interface Step {
  id: number;
  does: 'tag' | 'untag' | 'set' | 'assign';
  /** A tag, the detail's name, or whom as `textOf` writes it. */
  name: string;
  /** How long the tag stays: empty for good, WHILE for as long as the condition holds. */
  until: string;
  setting: Setting;
  value: string;
}

export const WHILE = 'while';
/** The `when` of a rule that no event has to set off. */
export const AT_ANY_TIME = 'time';

export interface Draft {
  name: string;
  when: string;
  root: GroupNode;
  steps: Step[];
}

let lastId = 0;

export function blankStep(does: Step['does'], name = ''): Step {
  return { id: ++lastId, does, name, until: '', setting: 'text', value: '' };
}

export function blankDraft(): Draft {
  return {
    name: '',
    when: 'message.received',
    root: group('all', []),
    steps: [blankStep('tag')],
  };
}

const LONGEST_NAME = 80;

/** For whoever says these words, which somebody will shorten; what is done is still to be said. */
export function draftSaying(text: string): Draft {
  const said = { text: { contains_any: [text] } };
  const name = [...text].slice(0, LONGEST_NAME).join('').trim();
  return { ...blankDraft(), name, root: rootOf({ all: [said] }) };
}

export function draftOf(definition: Definition): Draft {
  return {
    name: definition.name,
    when: definition.when,
    root: definition.if ? rootOf(definition.if) : group('all', []),
    steps: definition.then.flatMap(stepsOf),
  };
}

function stepsOf(action: Action): Step[] {
  if ('tag' in action) {
    const until = action.while ? WHILE : (action.until ?? '');
    return [{ ...blankStep('tag', action.tag), until }];
  }
  if ('assign' in action) return [blankStep('assign', textOf(action.assign))];
  if ('untag' in action) return [blankStep('untag', action.untag)];
  return Object.entries(action.set).map(([name, value]) => ({
    ...blankStep('set', name),
    ...settingOf(value),
  }));
}

function settingOf(value: Scalar | null): Pick<Step, 'setting' | 'value'> {
  if (value === null) return { setting: 'clear', value: '' };
  if (typeof value === 'boolean') return { setting: value ? 'yes' : 'no', value: '' };
  return { setting: typeof value === 'number' ? 'number' : 'text', value: String(value) };
}

/** Without a question the rule is for whomever it happens to. */
export function definitionOf(draft: Draft): Definition {
  const { name, when, root, steps } = draft;
  return {
    name: name.trim(),
    when,
    ...(root.parts.length > 0 && { if: conditionOf(root) }),
    then: steps.map(actionOf),
  };
}

function actionOf(step: Step): Action {
  const name = step.name.trim();
  if (step.does === 'tag' && step.until === WHILE) return { tag: name, while: true };
  if (step.does === 'tag') return { tag: name, ...(step.until && { until: step.until }) };
  if (step.does === 'untag') return { untag: name };
  if (step.does === 'assign') return { assign: whomIn(name) };
  return { set: { [name]: valueOf(step) } };
}

function valueOf({ setting, value }: Step): Scalar | null {
  if (setting === 'clear') return null;
  if (setting === 'number') return Number(value);
  return setting === 'text' ? value : setting === 'yes';
}

/** Whether nothing is left to fill in: before, there is nothing that the hub could say. */
export function isReady(draft: Draft): boolean {
  const { root, steps } = draft;
  return (
    draft.name.trim() !== '' &&
    (root.parts.length === 0 || isComplete(root)) &&
    steps.length > 0 &&
    steps.every(isFilled)
  );
}

function isFilled(step: Step): boolean {
  if (step.name.trim() === '') return false;
  return !(step.does === 'set' && step.setting === 'number' && !Number.isFinite(+step.value));
}

/** What the hub has against one line of what is done. */
export function mistakesAt(errors: readonly Misplaced[], index: number): Misplaced[] {
  const place = `then.${index}`;
  return errors.filter((one) => one.field === place || one.field.startsWith(`${place}.`));
}

/** What it has against the whole, or against a part that no field stands for. */
export function mistakesElsewhere(errors: readonly Misplaced[]): Misplaced[] {
  return errors.filter((one) => !/^(name|when|then\.\d+|if\..+\.\w+)(\.|$)/.test(one.field));
}

export interface Line {
  text: string;
  /** Whether only this side says so. */
  differs: boolean;
}

/** Two readings side by side: what only one of them says is marked. */
export function compared(before: string, after: string): [Line[], Line[]] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const common = inBoth(old, now);
  const marked = (lines: string[], side: 0 | 1): Line[] =>
    lines.map((text, index) => ({ text, differs: !common.some((pair) => pair[side] === index) }));
  return [marked(old, 0), marked(now, 1)];
}

/** The longest sequence of lines that both have, as pairs of their places. */
function inBoth(old: string[], now: string[]): [number, number][] {
  const lengths = Array.from({ length: old.length + 1 }, () =>
    Array<number>(now.length + 1).fill(0),
  );
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i]![j] =
        old[i] === now[j]
          ? 1 + lengths[i + 1]![j + 1]!
          : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < old.length && j < now.length;) {
    if (old[i] === now[j]) pairs.push([i++, j++]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return pairs;
}
