/** One of the mistakes in a document: where, as a path, and what. */
export interface Misplaced {
  field: string;
  detail: string;
}

/** Why a request did not do what was asked, in a form that pages can show and act on. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly retryAfter: number | null;
  /** All that is wrong, where the hub looked for more than the first. */
  readonly errors: readonly Misplaced[];

  constructor(fields: {
    status: number;
    code: string;
    detail: string;
    field?: string | null;
    retryAfter?: number | null;
    errors?: readonly Misplaced[];
  }) {
    super(fields.detail);
    this.name = 'Problem';
    this.status = fields.status;
    this.code = fields.code;
    this.field = fields.field ?? null;
    this.retryAfter = fields.retryAfter ?? null;
    this.errors = fields.errors ?? [];
  }

  /** No answer came, so whether the hub did it is not known; the same key makes a retry safe. */
  get isOffline(): boolean {
    return this.status === 0;
  }
}

export function asProblem(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new Problem({ status: 0, code: 'unexpected', detail });
}

export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = (name: string): string | null =>
    typeof fields[name] === 'string' ? fields[name] : null;
  return new Problem({
    status: response.status,
    code: text('code') ?? `http_${response.status}`,
    detail: text('detail') ?? text('title') ?? response.statusText,
    field: text('field'),
    retryAfter: typeof fields.retry_after === 'number' ? fields.retry_after : null,
    errors: Array.isArray(fields.errors) ? (fields.errors as Misplaced[]) : [],
  });
}
