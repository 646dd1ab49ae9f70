import { bootAnswer, bootSignedIn, forgetBoot } from './boot';
import { ApiError, troubleOf } from './error';
import { freshen, hasSession, refresh } from './session';
import { hashOf, post, type Operation } from './wire';

export interface Asking {
  /** The language of what the server says. */
  locale: string;
  signal?: AbortSignal | undefined;
}

/**
 * Runs an operation in the name of whoever is signed in. A session that ran out is renewed once; what was asked with it
 * is asked again, so that nobody notices.
 */
export async function gqlFetch<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables,
  asking: Asking,
): Promise<Result> {
  // The page was written for a visitor although somebody is signed in here: their token had run out.
  if (bootSignedIn() === false && hasSession()) forgetBoot();
  const known = bootAnswer(hashOf(operation), variables, asking.locale);
  if (known !== undefined) return known as Result;
  await freshen();
  try {
    return await send(operation, variables, asking);
  } catch (error) {
    if (error instanceof ApiError && error.trouble === 'signedOut' && hasSession() && (await refresh())) {
      return send(operation, variables, asking);
    }
    throw error;
  }
}

async function send<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables,
  asking: Asking,
): Promise<Result> {
  const answer = await post(operation, variables, asking);
  const error = answer.body?.errors?.[0];
  if (error || !answer.body?.data) {
    const code = error?.extensions?.code;
    throw new ApiError(troubleOf(code, answer.status), {
      message: error?.message ?? '',
      ...(code ? { code } : {}),
      ...(answer.requestId ? { requestId: answer.requestId } : {}),
      ...(answer.retryAfter === undefined ? {} : { retryAfter: answer.retryAfter }),
    });
  }
  return answer.body.data as Result;
}
