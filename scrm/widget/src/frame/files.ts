/** Files of the conversation: up with progress, down with the visitor's token in the header. */
import { attachmentOf, type Attachment } from '../machine/protocol.ts';
import { fieldsOf, textOf } from '../shared/fields.ts';
import { HOME } from './browser.ts';

export type Refusal = 'too_large' | 'type' | 'failed';

export interface Upload {
  /** Resolves with the stored file, or why there is none. */
  done: Promise<Attachment | Refusal>;
  abort(): void;
}

export type Uploader = (file: File, token: string, progress: (share: number) => void) => Upload;

export const upload: Uploader = (file, token, progress) => {
  const request = new XMLHttpRequest(); // the only one that tells how far an upload is
  request.open('POST', `${HOME}/files`);
  request.setRequestHeader('Authorization', `Bearer ${token}`);
  request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
  request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
  const done = new Promise<Attachment | Refusal>((resolve) => {
    request.addEventListener('load', () => resolve(answerOf(request)));
    for (const name of ['error', 'abort', 'timeout'] as const) {
      request.addEventListener(name, () => resolve('failed'));
    }
  });
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    if (total > 0) progress(loaded / total);
  });
  request.send(file);
  return { done, abort: () => request.abort() };
};

function answerOf(request: XMLHttpRequest): Attachment | Refusal {
  if (request.status === 413) return 'too_large';
  if (request.status === 415) return 'type';
  if (request.status !== 201) return 'failed';
  try {
    const fields = fieldsOf(JSON.parse(request.responseText));
    return fields && textOf(fields, 'id') !== '' ? attachmentOf(fields) : 'failed';
  } catch {
    return 'failed'; // something between us and the hub has answered in its place
  }
}

export class Files {
  readonly #token: () => string;
  readonly #addresses = new Map<string, Promise<string>>();

  constructor(token: () => string) {
    this.#token = token;
  }

  /** An address in this page for the file; rejects when it can't be had now. */
  address(id: string): Promise<string> {
    const known = this.#addresses.get(id);
    if (known) return known;
    const asked = this.#fetch(id);
    this.#addresses.set(id, asked);
    asked.catch(() => this.#addresses.delete(id));
    return asked;
  }

  /** What the visitor has just chosen needs no way back from the hub. */
  know(id: string, file: Blob): void {
    this.#addresses.set(id, Promise.resolve(URL.createObjectURL(file)));
  }

  forget(): void {
    for (const asked of this.#addresses.values()) {
      void asked.then((address) => URL.revokeObjectURL(address));
    }
    this.#addresses.clear();
  }

  async #fetch(id: string): Promise<string> {
    const response = await fetch(`${HOME}/files/${encodeURIComponent(id)}`, {
      headers: { Authorization: `Bearer ${this.#token()}` },
      credentials: 'omit',
    });
    if (!response.ok) throw new Error(`file answered ${response.status}`);
    return URL.createObjectURL(await response.blob());
  }
}
