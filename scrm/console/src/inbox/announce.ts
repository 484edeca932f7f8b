import type { Message } from '../api/types.ts';
import { me } from '../session/me.ts';
import { openConversation } from './store.ts';

/** A short soft tone, made on the spot: no sound file to load. */
function chime(): void {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.connect(context.destination);
  gain.gain.setValueAtTime(0.0001, context.currentTime);
  gain.gain.exponentialRampToValueAtTime(0.12, context.currentTime + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 0.45);
  for (const [index, pitch] of [660, 880].entries()) {
    const tone = context.createOscillator();
    tone.type = 'sine';
    tone.frequency.value = pitch;
    tone.connect(gain);
    tone.start(context.currentTime + index * 0.09);
    tone.stop(context.currentTime + 0.5);
    tone.onended = () => {
      if (index === 1) void context.close();
    };
  }
}

function notify(message: Message): void {
  const notification = new Notification(message.author.name, {
    body: message.text.slice(0, 160),
    tag: message.conversation_id, // a burst of one person replaces itself
  });
  notification.onclick = () => {
    window.focus();
    window.history.pushState(null, '', `/inbox/${message.conversation_id}`);
    notification.close();
  };
}

/** Sound and desktop notice for a new message, unless it is being read right now. */
export function announce(message: Message): void {
  const preferences = me.get()?.user.preferences;
  const isSeen = document.hasFocus() && openConversation.get() === message.conversation_id;
  if (isSeen) return;
  if (preferences?.sound) chime();
  const mayNotify = 'Notification' in window && Notification.permission === 'granted';
  if (preferences?.desktop && mayNotify && !document.hasFocus()) notify(message);
}
