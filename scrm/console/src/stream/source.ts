import { createStore } from '../state/store.ts';
import { STREAM_EVENTS, type StreamEventName, type StreamEvents } from './events.ts';

type Listener<N extends StreamEventName> = (data: StreamEvents[N]) => void;

const listeners = new Map<StreamEventName, Set<(data: never) => void>>();
const LONGEST_WAIT_MS = 15_000;

/** Whether live events arrive; "waiting" shows a quiet line, never a dialog. */
export const streamState = createStore<'connecting' | 'live' | 'waiting'>('connecting');

export function onStream<N extends StreamEventName>(name: N, listener: Listener<N>): () => void {
  let set = listeners.get(name);
  if (!set) listeners.set(name, (set = new Set()));
  set.add(listener);
  return () => {
    set.delete(listener);
  };
}

export function emit<N extends StreamEventName>(name: N, data: StreamEvents[N]): void {
  for (const listener of [...(listeners.get(name) ?? [])]) (listener as Listener<N>)(data);
}

/**
 * Keeps a stream open. The browser resumes a dropped connection with Last-Event-ID by itself;
 * only when it gives up (an answer that is no stream) we open a new one, which has no id to
 * resume from, so everything is fetched again.
 */
export function openStream(url = '/api/v1/stream'): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let wait = 1000;
  let closed = false;

  const connect = (): void => {
    const opened = new EventSource(url, { withCredentials: true });
    source = opened;
    let isNew = true;
    opened.onopen = () => {
      wait = 1000;
      streamState.set('live');
      // What was fetched before may be older than where the stream begins.
      if (isNew) emit('reset', {});
      isNew = false;
    };
    opened.onerror = () => {
      streamState.set('waiting');
      if (opened.readyState !== EventSource.CLOSED || closed) return;
      timer = setTimeout(() => {
        connect();
      }, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
    for (const name of STREAM_EVENTS) {
      opened.addEventListener(name, (event: MessageEvent<string>) => {
        emit(name, JSON.parse(event.data === '' ? '{}' : event.data) as never);
      });
    }
  };

  connect();
  return () => {
    closed = true;
    if (timer) clearTimeout(timer);
    source?.close();
  };
}
