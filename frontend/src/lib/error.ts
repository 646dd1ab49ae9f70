/** What a request came to if it did not come to an answer. */
export type Trouble =
  | 'offline'
  | 'throttled'
  | 'unavailable'
  | 'signedOut'
  | 'outdated'
  | 'forbidden'
  | 'absent'
  | 'broken';

/** A refusal of the server, or what stood between it and us. */
export class ApiError extends Error {
  readonly trouble: Trouble;
  /** The server's code, like `THROTTLED`; none if it did not answer. */
  readonly code: string | undefined;
  /** Which part of what was asked it is about, from the whole to the part; empty if it did not say. */
  readonly inputPath: readonly string[];
  /** What to tell whoever looks after the server. */
  readonly requestId: string | undefined;
  /** Seconds to wait, if it said so. */
  readonly retryAfter: number | undefined;
  /** When it happened. */
  readonly at = Date.now();

  constructor(
    trouble: Trouble,
    told: {
      message?: string;
      code?: string;
      inputPath?: readonly string[];
      requestId?: string;
      retryAfter?: number;
    } = {},
  ) {
    super(told.message ?? trouble);
    this.name = 'ApiError';
    this.trouble = trouble;
    this.code = told.code;
    this.inputPath = told.inputPath ?? [];
    this.requestId = told.requestId;
    this.retryAfter = told.retryAfter;
  }

  /** Whether asking again by itself is any use. */
  get isPassing(): boolean {
    return this.trouble === 'offline' || this.trouble === 'unavailable';
  }
}

const TROUBLES: Record<string, Trouble> = {
  THROTTLED: 'throttled',
  UNAUTHENTICATED: 'signedOut',
  UNAVAILABLE: 'unavailable',
  REQUEST_TIMEOUT: 'unavailable',
  PERSISTED_QUERY_NOT_FOUND: 'outdated',
  FORBIDDEN: 'forbidden',
  NOT_FOUND: 'absent',
  // An address that never was one of ours.
  INVALID_ID: 'absent',
};

/** What a code of the server comes to. */
export function troubleOf(code: string | undefined, status: number): Trouble {
  const known = code ? TROUBLES[code] : undefined;
  if (known) return known;
  if (status === 429) return 'throttled';
  return status >= 502 ? 'unavailable' : 'broken';
}

/** Any error as one of ours, so that pages have one thing to show. */
export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError('broken', { message: String(error) });
}
