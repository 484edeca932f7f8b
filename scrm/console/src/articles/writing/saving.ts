import { useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../../api/client.ts';
import type { Problem } from '../../api/problem.ts';
import { useCall } from '../../settings/section.tsx';
import { showToast, showUndo } from '../../shell/toasts.ts';
import { overwrite } from '../../state/resource.ts';
import { useUnsaved, without } from '../../state/unsaved.ts';
import { articles } from '../calls.ts';
import type { Article } from '../types.ts';
import { anew } from './acts.ts';
import { changesOf, isChange, type Values, valuesOf } from './draft.ts';

export interface Writing {
  values: Values;
  isDirty: boolean;
  busy: boolean;
  problem: Problem | null;
  set: (change: Partial<Values>) => void;
  discard: () => void;
  save: () => Promise<void>;
  publish: () => Promise<void>;
  /** Any other call about this article. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** An article as it stands in the fields, and how it is kept. What is published is what stands
 * there: it is kept first. */
export function useWriting(article: Article | null, starts: Partial<Values> = {}): Writing {
  const [draft, setDraft] = useUnsaved<Values>(`articles/${article?.id ?? 'new'}`);
  const { busy, problem, run } = useCall();
  const [key, setKey] = useState(newKey);
  const [, navigate] = useLocation();
  const kept = valuesOf(article);
  const values = { ...kept, ...starts, ...draft }; // what a colleague saves meanwhile shows too
  const changes = changesOf(kept, values);
  const isDirty = isChange(changes);
  const keep = async (): Promise<Article | null> => {
    if (!isDirty) return article;
    const now = article
      ? await articles.change(article.id, changes)
      : await articles.create(changes, key);
    overwrite<Article>(`articles/one/${now.id}`, () => now);
    setDraft((after) => without(after, draft));
    if (!article) setKey(newKey());
    return now;
  };
  const done = (now: Article | null): void => {
    anew();
    if (!article && now) navigate(`/articles/${now.id}`, { replace: true });
  };
  return {
    values,
    isDirty,
    busy,
    problem,
    run,
    set: (change) => {
      setDraft((now) => ({ ...now, ...change }));
    },
    discard: () => {
      setDraft(() => ({}));
      showUndo('articles.discarded', () => {
        setDraft(() => draft);
      });
    },
    save: async () => {
      let now: Article | null = null;
      const worked = await run(async () => {
        now = await keep();
      });
      done(now);
      if (worked) showToast({ text: 'saved' });
    },
    publish: async () => {
      let now: Article | null = null;
      const worked = await run(async () => {
        now = await keep();
        if (now) await articles.publish(now.id);
      });
      done(now);
      if (worked) showToast({ text: 'articles.published' });
    },
  };
}
