import { ApiError } from './error';

interface Body {
  data?: unknown;
  errors?: {
    message: string;
    extensions?: { code?: string; requestId?: string; retryAfterSeconds?: number; inputPath?: string[] };
  }[];
}

export interface Answer {
  status: number;
  body: Body | undefined;
  requestId: string | undefined;
  retryAfter: number | undefined;
}

/** Longer than this nobody waits. */
const PATIENCE = 15_000;

/** A typed operation: the build keeps its hash only, the server knows what it means. */
export interface Operation<Result, Variables> {
  __apiType?: (variables: Variables) => Result;
}

/** The hash that stands for an operation, like `sha256:760b54…`. */
export const hashOf = (operation: object): string => (operation as { __meta__: { hash: string } }).__meta__.hash;

/** One request to the server. */
export async function post(
  operation: object,
  variables: unknown,
  asking: { locale: string; signal?: AbortSignal | undefined },
): Promise<Answer> {
  const stop = new AbortController();
  const giveUp = () => stop.abort();
  const timer = setTimeout(giveUp, PATIENCE);
  asking.signal?.addEventListener('abort', giveUp);
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: headers('application/json', asking.locale),
      body: await written(operation, variables),
      signal: stop.signal,
    });
    const body = (await response.json().catch(() => undefined)) as Body | undefined;
    const extensions = body?.errors?.[0]?.extensions;
    const header = response.headers.get('retry-after');
    return {
      status: response.status,
      body,
      requestId: response.headers.get('x-request-id') ?? extensions?.requestId,
      retryAfter: header ? Number(header) : extensions?.retryAfterSeconds,
    };
  } catch (error) {
    if (asking.signal?.aborted) throw error;
    throw new ApiError(stop.signal.aborted ? 'unavailable' : 'offline');
  } finally {
    clearTimeout(timer);
    asking.signal?.removeEventListener('abort', giveUp);
  }
}

/** Opens a line on which the server tells what happens, as it happens: Server-Sent Events. */
export async function openLine(
  operation: object,
  variables: unknown,
  asking: { locale: string; signal: AbortSignal },
): Promise<Response> {
  return fetch('/graphql/stream', {
    method: 'POST',
    credentials: 'same-origin',
    headers: headers('text/event-stream', asking.locale),
    body: await written(operation, variables),
    signal: asking.signal,
    cache: 'no-store',
  });
}

const headers = (accept: string, locale: string): Record<string, string> => ({
  'content-type': 'application/json',
  accept,
  'accept-language': locale,
  'x-lianqiao-csrf': '1',
});

const written = async (operation: object, variables: unknown): Promise<string> =>
  JSON.stringify({ ...(await named(hashOf(operation))), variables });

/** In development the server was built before the operations: the text goes along, and the server keeps it. */
async function named(hash: string): Promise<object> {
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash.slice('sha256:'.length) } };
  if (!import.meta.env.DEV) return { extensions };
  const manifest = (await import('@/gql/persisted-documents.json')).default as Record<string, string>;
  return { extensions, query: manifest[hash] };
}
