import { useStore } from '../state/store.ts';
import { inbox } from './store.ts';

/** Whether the bot has a part in a conversation; where none is, nothing needs to speak of it. */
export function useBotSpoke(id: string): boolean {
  return useStore(inbox, ({ conversations, threads }) => {
    const conversation = conversations[id];
    const messages = threads[id]?.messages ?? [];
    return (
      conversation?.bot.why === 'handed_over' ||
      conversation?.last_message?.author_kind === 'bot' ||
      messages.some((message) => message.author.kind === 'bot')
    );
  });
}
