import type { Problem } from '../api/problem.ts';
import { useAsked } from '../conditions/asked.ts';
import { useTongue } from '../conditions/tongue.ts';
import { rules } from './calls.ts';
import type { Checked, Definition } from './types.ts';

/** What the hub makes of a rule as it stands: its reading, or what is wrong with it. */
export interface Answer {
  checked: Checked | null;
  problem: Problem | null;
}

export function useChecked(definition: Definition, ready: boolean): Answer {
  const language = useTongue();
  const question = ready ? JSON.stringify({ definition, language }) : null;
  const { answer, problem } = useAsked(question, (asked) => {
    const { definition: given, language: tongue } = JSON.parse(asked) as {
      definition: Definition;
      language: string;
    };
    return rules.check(given, tongue);
  });
  return { checked: problem ? null : answer, problem };
}
