import { useAsked } from '../conditions/asked.ts';
import { useTongue } from '../conditions/tongue.ts';
import type { Problem } from '../api/problem.ts';
import { bots } from './calls.ts';
import type { Trial, Wish } from './types.ts';

/** The hub tries no more at once; of a longer talk the last. */
export const MOST_TEXTS = 20;

/** The whole talk again after each word or change: what stands there is what the bot says now. */
export function useTrial(wish: Wish | null): { trial: Trial | null; problem: Problem | null } {
  const language = useTongue();
  const asked = wish && wish.texts.length > 0 ? wish : null;
  const { answer, problem } = useAsked(asked && JSON.stringify(asked), (question) =>
    bots.tryOut(JSON.parse(question) as Wish, language),
  );
  return { trial: asked && answer, problem };
}
