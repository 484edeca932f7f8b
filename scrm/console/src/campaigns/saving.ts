import { useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../api/client.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { invalidate } from '../state/resource.ts';
import { campaigns } from './calls.ts';
import { changeTo } from './draft.ts';
import type { Definition, WholeCampaign } from './types.ts';

export interface Saved {
  whole: WholeCampaign | null;
  definition: Definition;
  isDirty: boolean;
  setProblem: (problem: Problem | null) => void;
  onKept: () => void;
}

/** What goes out is what stands in the fields: it is kept first. */
export function useSaving(props: Saved): {
  busy: boolean;
  /** False where it was refused. */
  done: (work: (id: string) => Promise<unknown>) => Promise<boolean>;
} {
  const { whole, definition, isDirty } = props;
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);
  const keep = async (): Promise<string> => {
    if (!whole) return (await campaigns.create(definition, key)).id;
    if (isDirty) await campaigns.change(whole.id, changeTo(definition));
    return whole.id;
  };
  const done = async (work: (id: string) => Promise<unknown>): Promise<boolean> => {
    let id: string | null = null;
    setBusy(true);
    props.setProblem(null);
    try {
      id = await keep();
      await work(id);
      return true;
    } catch (cause) {
      props.setProblem(asProblem(cause));
      return false;
    } finally {
      setBusy(false);
      if (id !== null) {
        setKey(newKey());
        props.onKept();
        invalidate('campaigns/');
        if (!whole) navigate(`/campaigns/${id}`, { replace: true });
      }
    }
  };
  return { busy, done };
}
