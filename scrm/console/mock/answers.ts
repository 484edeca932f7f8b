/** What a route gets and gives. Development only. */
export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

export interface Answer {
  status: number;
  body: unknown;
}

export type Publish = (event: string, data: unknown) => void;

export const page = (items: readonly unknown[]): Answer => ({
  status: 200,
  body: { items, next: null },
});
export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const problem = (status: number, code: string, detail: string): Answer => ({
  status,
  body: { type: 'about:blank', title: code, status, code, detail },
});

export type Route = (request: Request, ids: string[], publish: Publish) => Answer;
