import { conversations as calls, users } from '../api/calls.ts';
import type { Counts, Message } from '../api/types.ts';
import { paced } from '../state/pace.ts';
import { invalidate } from '../state/resource.ts';
import { createStore } from '../state/store.ts';
import { onStream } from '../stream/source.ts';
import { announce } from './announce.ts';
import {
  forgetConversation,
  inbox,
  keepConversation,
  loadConversation,
  myId,
  refetchInbox,
} from './store.ts';
import { withMessage } from './state.ts';

const TYPING_MS = 6000;

export const counts = createStore<Counts | null>(null);

/** Whether nobody has ever written here. */
export function hasNothing(figures: Counts | null): boolean {
  return figures !== null && figures.all + figures.snoozed + figures.resolved === 0;
}
/** Who else looks at a conversation, and who types in it, by conversation. */
export const presence = createStore<Record<string, { id: string; name: string }[]>>({});
export const typing = createStore<Record<string, string | null>>({});
export const agentNames = createStore<Record<string, string>>({});

/** In the place of a colleague's id: the person themselves. */
export const CUSTOMER = 'customer';

const typingTimers = new Map<string, ReturnType<typeof setTimeout>>();

export async function loadCounts(): Promise<void> {
  try {
    counts.set(await calls.counts());
  } catch {
    counts.set((known) => known); // the last figures stay; the next event asks again
  }
}

export async function loadAgentNames(): Promise<void> {
  const agents = await users.agents();
  agentNames.set(Object.fromEntries(agents.map((agent) => [agent.id, agent.name])));
}

function messageAdded(message: Message): void {
  inbox.set((state) => withMessage(state, message));
  if (!inbox.get().conversations[message.conversation_id]) {
    void loadConversation(message.conversation_id);
  }
  if (message.direction !== 'in') return;
  announce(message);
  const { conversation_id: id } = message;
  if (typing.get()[id] === CUSTOMER) typing.set((all) => ({ ...all, [id]: null }));
}

function someoneTypes(conversation: string, user: string): void {
  if (user === myId()) return;
  typing.set((all) => ({ ...all, [conversation]: user }));
  clearTimeout(typingTimers.get(conversation));
  typingTimers.set(
    conversation,
    setTimeout(() => {
      typing.set((all) => ({ ...all, [conversation]: null }));
    }, TYPING_MS),
  );
}

function refetchEverything(): void {
  refetchInbox();
  void loadCounts();
  invalidate('');
}

function invalidateSoon(prefix: string): void {
  paced(prefix, () => {
    invalidate(prefix);
  });
}

/** Lets the hub's events flow into what is on screen; the answer ends that. */
export function followStream(): () => void {
  const ends = [
    onStream('conversation.changed', ({ conversation }) => {
      keepConversation(conversation);
      invalidateSoon(`contact/${conversation.contact_id}`); // when they were last seen
      invalidateSoon(`timeline/${conversation.contact_id}`);
    }),
    onStream('conversation.gone', ({ conversation_id }) => {
      forgetConversation(conversation_id);
    }),
    onStream('message.added', ({ message }) => {
      messageAdded(message);
    }),
    onStream('message.changed', ({ message }) => {
      inbox.set((state) => withMessage(state, message));
    }),
    onStream('counts.changed', () => {
      paced('counts', () => void loadCounts());
      invalidateSoon('deliveries');
      invalidateSoon('deadletters');
    }),
    onStream('contact.changed', ({ contact_id }) => {
      invalidateSoon(`contact/${contact_id}`);
      invalidateSoon(`timeline/${contact_id}`);
    }),
    onStream('channel.changed', () => {
      invalidateSoon('channels');
    }),
    onStream('teams.changed', () => {
      invalidateSoon('teams');
    }),
    onStream('typing', ({ conversation_id, user_id }) => {
      someoneTypes(conversation_id, user_id);
    }),
    onStream('visitor.typing', ({ conversation_id }) => {
      someoneTypes(conversation_id, CUSTOMER);
    }),
    onStream('presence', ({ conversation_id, users: present }) => {
      const others = present.filter((user) => user.id !== myId());
      presence.set((all) => ({ ...all, [conversation_id]: others }));
    }),
    onStream('reset', refetchEverything),
  ];
  return () => {
    for (const end of ends) end();
  };
}
