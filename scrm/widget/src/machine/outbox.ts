/** What the visitor wrote and the hub has not committed yet. It survives the page. */
import { countOf, fieldsOf, listOf, textOf } from '../shared/fields.ts';
import { attachmentOf, type Attachment, type ClientFrame } from './protocol.ts';

export interface Entry {
  clientId: string;
  text: string;
  attachments: readonly Attachment[];
  /** Set when it is the press of a button: its value. */
  pressed: string | null;
  /** When it was written, in milliseconds since 1970. */
  at: number;
  /** Why the hub did not take it; '' while it is still to be sent. */
  refusal: string;
}

/** A small storage of texts by name, as browsers have it; it may forget, and never throws. */
export interface Store {
  names(): string[];
  read(name: string): string | null;
  write(name: string, text: string): void;
  remove(name: string): void;
}

export class Outbox {
  readonly #store: Store;
  readonly #prefix: string;
  readonly #entries = new Map<string, Entry>();
  #underWay: string | null = null;

  /** Each entry is stored by itself: two tabs that write at once overwrite nothing. */
  constructor(store: Store, box: string) {
    this.#store = store;
    this.#prefix = `out:${box}:`;
    this.adopt();
  }

  /** In the order they were written. */
  get entries(): readonly Entry[] {
    return [...this.#entries.values()].sort((one, other) => one.at - other.at);
  }

  /** Take over what a tab has left that is gone. */
  adopt(): void {
    for (const name of this.#store.names()) {
      if (!name.startsWith(this.#prefix)) continue;
      const entry = entryOf(this.#store.read(name));
      if (!entry) this.#store.remove(name);
      else if (!this.#entries.has(entry.clientId)) this.#entries.set(entry.clientId, entry);
    }
  }

  has(clientId: string): boolean {
    return this.#entries.has(clientId);
  }

  add(entry: Entry): void {
    this.#entries.set(entry.clientId, entry);
    this.#store.write(this.#prefix + entry.clientId, JSON.stringify(entry));
  }

  /** What is to be sent now. One at a time, so that a message never overtakes the one before it. */
  next(): Entry | null {
    if (this.#underWay !== null) return null;
    const entry = this.entries.find((one) => one.refusal === '');
    this.#underWay = entry?.clientId ?? null;
    return entry ?? null;
  }

  /** The connection broke: nobody knows whether the last one arrived, so it is sent again. */
  interrupt(): void {
    this.#underWay = null;
  }

  /** The hub has it. Gives what is no longer to be kept, if this was the first word of it. */
  settle(clientId: string): Entry | null {
    const entry = this.#entries.get(clientId) ?? null;
    this.#entries.delete(clientId);
    this.#store.remove(this.#prefix + clientId);
    if (this.#underWay === clientId) this.#underWay = null;
    return entry;
  }

  refuse(clientId: string, code: string): void {
    const entry = this.#entries.get(clientId);
    if (this.#underWay === clientId) this.#underWay = null;
    if (entry) this.add({ ...entry, refusal: code || 'refused' });
  }

  retry(clientId: string): void {
    const entry = this.#entries.get(clientId);
    if (entry) this.add({ ...entry, refusal: '' });
  }

  /** Forget everything, here and in the storage. */
  clear(): void {
    for (const { clientId } of this.entries) this.settle(clientId);
  }
}

export function frameOf(entry: Entry): ClientFrame {
  const { clientId, text } = entry;
  if (entry.pressed !== null) {
    return { type: 'press', client_id: clientId, value: entry.pressed, label: text };
  }
  const attachments = entry.attachments.map(({ id }) => id);
  return { type: 'message', client_id: clientId, text, attachments };
}

function entryOf(stored: string | null): Entry | null {
  const fields = fieldsOf(parse(stored));
  const clientId = textOf(fields, 'clientId');
  if (clientId === '') return null;
  return {
    clientId,
    text: textOf(fields, 'text'),
    attachments: listOf(fields, 'attachments').map(attachmentOf),
    pressed: typeof fields?.pressed === 'string' ? fields.pressed : null,
    at: countOf(fields, 'at') ?? 0,
    refusal: textOf(fields, 'refusal'),
  };
}

function parse(stored: string | null): unknown {
  try {
    return JSON.parse(stored ?? 'null');
  } catch (failure) {
    if (failure instanceof SyntaxError) return null; // another program wrote under our name
    throw failure;
  }
}
