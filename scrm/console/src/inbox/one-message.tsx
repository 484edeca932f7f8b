import type { ReactNode } from 'react';
import { Redirect } from 'wouter';
import { conversations } from '../api/calls.ts';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';

/** Where a message is read: its conversation, at its place. */
export default function OneMessage({ id }: { id: string }): ReactNode {
  const { data, problem, reload } = useResource(`message/${id}`, () => conversations.message(id));
  if (problem) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading />;
  return <Redirect to={`/inbox/${data.conversation_id}?at=${data.seq}`} replace />;
}
