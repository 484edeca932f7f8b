import { http } from '../api/client.ts';
import type { Answer } from './types.ts';

/** The hub looks at no more of a question. */
export const LONGEST_QUESTION = 500;

export const articles = {
  ask: (question: string) =>
    http.get<Answer>('/articles/search', {
      q: [...question].slice(0, LONGEST_QUESTION).join(''),
      limit: 2,
    }),
};
