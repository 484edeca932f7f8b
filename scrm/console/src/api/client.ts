import { hearDate } from '../i18n/hub-time.ts';
import { asProblem, Problem, problemOf } from './problem.ts';

const BASE = '/api/v1';
const CSRF_KEY = 'scrm.csrf';

type Query = Record<string, string | number | boolean | null | undefined>;

interface Options {
  query?: Query;
  body?: unknown;
  key?: string;
  signal?: AbortSignal;
  keepalive?: boolean;
}

let csrf = '';
let onSignedOut: () => void = () => undefined;

/** The API reference page lies on the same origin and needs the token too, hence sessionStorage. */
export function setCsrf(token: string): void {
  csrf = token;
  sessionStorage.setItem(CSRF_KEY, token);
}

/** Called when the hub says 401 to anything but an attempt to sign in. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

export function newKey(): string {
  return crypto.randomUUID();
}

function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${BASE}${path}${text === '' ? '' : `?${text}`}`;
}

async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers = new Headers({ Accept: 'application/json' });
  if (method !== 'GET') headers.set('X-CSRF-Token', csrf);
  if (options.key) headers.set('Idempotency-Key', options.key);
  let body: BodyInit | undefined;
  if (options.body instanceof FormData || options.body instanceof Blob) {
    body = options.body;
  } else if (options.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    body = JSON.stringify(options.body);
  }
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      body,
      signal: options.signal,
      keepalive: options.keepalive,
      credentials: 'same-origin',
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new Problem({ status: 0, code: 'offline', detail: asProblem(cause).message });
  }
  hearDate(response.headers.get('Date'));
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && !path.startsWith('/session')) onSignedOut();
    throw problem;
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const http = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    request<T>('GET', path, { query, signal }),
  post: <T>(path: string, body: unknown = {}, key?: string) =>
    request<T>('POST', path, { body, key }),
  patch: <T>(path: string, body: unknown) => request<T>('PATCH', path, { body }),
  delete: (path: string, body?: unknown, keepalive?: boolean) =>
    request<undefined>('DELETE', path, { body, keepalive }),
};
