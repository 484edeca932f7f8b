/** The visitors' side of the hub, as it is written down; shares nothing with the widget. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';

export interface StoredFile {
  id: string;
  name: string;
  type: string;
  size: number;
}

export interface Told {
  seq: number;
  id: string;
  by: 'visitor' | 'agent';
  name: string;
  photo: string;
  text: string;
  format: 'plain' | 'light';
  attachments: StoredFile[];
  buttons: { label: string; value?: string; url?: string }[];
  client_id?: string;
  at: string;
}

export interface Visitor {
  id: string;
  name: string;
  conversation: string | null;
  messages: Told[];
  seq: number;
  readSeq: number;
  pages: string[];
  forms: Record<string, string>[];
  ratings: { score: number; comment: string }[];
}

export interface Line {
  visitor: Visitor;
  tell(frame: object): void;
  drop(): void;
}

/** How the next messages of a visitor fare. */
export type Fault =
  | 'drop_before_commit'
  | 'drop_after_commit'
  | 'drop_after_sent'
  | 'late'
  | 'twice'
  | 'refuse_too_long'
  | 'refuse_busy';

const LATE_MS = 1_500;

export class MockHub {
  readonly visitors = new Map<string, Visitor>();
  readonly files = new Map<string, { file: StoredFile; bytes: Buffer }>();
  readonly lines = new Set<Line>();
  /** The signed tokens that came with sessions, unread. */
  readonly identities: unknown[] = [];
  faults: Fault[] = [];
  /** Where visitors can go on besides. */
  places: { platform: string; label: string }[] = [];
  agents = [{ name: 'Mira', photo: '' }];
  settings: Record<string, unknown> = {
    title: 'Kettle & Co.',
    colour: '#0f6b5c',
    position: 'right',
    greeting: { en: 'Hello! What can we do for you?', zh: '您好！有什么可以帮您？' },
    form: { name: 'off', email: 'off', phone: 'off' },
    greetings: [],
    away: {},
    open: true,
    opens_at: null,
  };

  /** A known token goes on; an unknown one gets a new one, and with it a visitor. */
  session(token: unknown): { token: string; visitor: Visitor } {
    if (typeof token === 'string') {
      const known = this.visitors.get(digest(token));
      if (known) return { token, visitor: known };
    }
    const made = randomBytes(32).toString('base64url');
    const visitor: Visitor = {
      id: randomUUID(),
      name: '',
      conversation: null,
      messages: [],
      seq: 0,
      readSeq: 0,
      pages: [],
      forms: [],
      ratings: [],
    };
    this.visitors.set(digest(made), visitor);
    return { token: made, visitor };
  }

  visitorOf(token: string): Visitor | null {
    return this.visitors.get(digest(token)) ?? null;
  }

  greet(line: Line, after: number): void {
    const { visitor } = line;
    const { conversation } = visitor;
    const { agents, places, settings } = this;
    const { open, opens_at } = settings;
    const ready = { type: 'ready', conversation, agents, ping: 25, open, opens_at, rate: null };
    line.tell({ ...ready, continue_on: places });
    for (const message of visitor.messages) {
      if (message.seq > after) line.tell({ type: 'message', ...message });
    }
    line.tell({ type: 'caught_up', seq: visitor.seq });
    this.lines.add(line);
  }

  heard(line: Line, frame: Record<string, unknown>): void {
    const { visitor } = line;
    switch (frame.type) {
      case 'message':
      case 'press':
        return this.#written(line, frame);
      case 'form':
        visitor.forms.push(frame.values as Record<string, string>);
        visitor.name = visitor.forms.at(-1)?.name ?? '';
        return line.tell({ type: 'formed' });
      case 'rated': {
        const { conversation: rated, score, comment } = frame;
        visitor.ratings.push({ score: Number(score), comment: String(comment) });
        return line.tell({ type: 'rated', conversation: rated, score });
      }
      case 'continue': {
        const url = `https://t.me/shop_bot?start=${randomBytes(32).toString('base64url')}`;
        return line.tell({ type: 'continue', platform: frame.platform, url, seconds: 1800 });
      }
      case 'read':
        visitor.readSeq = Math.max(visitor.readSeq, Number(frame.seq));
        return;
      case 'page':
        visitor.pages.push(String(frame.url));
        return;
      case 'ping':
        return line.tell({ type: 'pong' });
    }
  }

  /** An agent says something to everybody who has written, in all their tabs. */
  say(said: Partial<Told>): void {
    for (const visitor of this.visitors.values()) {
      if (visitor.conversation) this.commit(visitor, { by: 'agent', name: 'Mira', ...said }, null);
    }
  }

  tellAll(frame: object): void {
    for (const line of this.lines) line.tell(frame);
  }

  /** Seqs have gaps: what is noted for colleagues is counted too. */
  commit(visitor: Visitor, said: Partial<Told>, from: Line | null): Told {
    visitor.seq += visitor.seq % 3 === 0 ? 2 : 1;
    visitor.conversation ??= randomUUID();
    const message: Told = {
      id: randomUUID(),
      by: 'visitor',
      name: '',
      photo: '',
      text: '',
      format: 'plain',
      attachments: [],
      buttons: [],
      at: new Date().toISOString(),
      ...said,
      seq: visitor.seq,
    };
    visitor.messages.push(message);
    for (const line of this.lines) {
      if (line.visitor === visitor && line !== from) line.tell({ type: 'message', ...message });
    }
    return message;
  }

  #written(line: Line, frame: Record<string, unknown>): void {
    const { visitor } = line;
    const client_id = String(frame.client_id);
    const fault = this.faults.shift();
    if (fault === 'drop_before_commit') return line.drop();
    if (fault === 'refuse_too_long' || fault === 'refuse_busy') {
      const code = fault.slice('refuse_'.length);
      return line.tell({ type: 'refused', client_id, code, detail: '' });
    }
    const known = visitor.messages.find((message) => message.client_id === client_id);
    const message = known ?? this.commit(visitor, { ...this.#wordsOf(frame), client_id }, line);
    if (fault === 'drop_after_commit') return line.drop();
    const { seq, id, at } = message;
    const sent = { type: 'sent', client_id, seq, id, at };
    setTimeout(() => line.tell(sent), fault === 'late' ? LATE_MS : 0);
    if (fault === 'twice') setTimeout(() => line.tell(sent), 5);
    if (fault === 'twice') setTimeout(() => line.tell({ type: 'message', ...message }), 10);
    if (fault === 'drop_after_sent') setTimeout(() => line.drop(), 5);
  }

  #wordsOf(frame: Record<string, unknown>): Partial<Told> {
    if (frame.type === 'press') return { text: String(frame.label) };
    const ids = frame.attachments as string[];
    const files = ids.map((id) => this.files.get(id)?.file).filter((file) => file !== undefined);
    return { text: String(frame.text), attachments: files };
  }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
