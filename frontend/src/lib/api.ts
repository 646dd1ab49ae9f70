import { bootAnswer, bootSignedIn, forgetBoot } from './boot';
import { ApiError, troubleOf } from './error';
import { freshen, hasSession, isSessionLost, refresh, sessionBack, sessionMark } from './session';
import { hashOf, post, type Operation } from './wire';

export interface Asking {
  /** The language of what the server says. */
  locale: string;
  signal?: AbortSignal | undefined;
  /** Asks even though the session is lost: how else would anybody sign in again. */
  evenLost?: boolean;
}

/**
 * Runs an operation in the name of whoever is signed in. A session that ran out is renewed once; what was asked with it
 * is asked again, so that nobody notices. If it cannot be renewed, what was asked waits until somebody signs in again.
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
  if (!asking.evenLost) await present();
  const mark = sessionMark();
  try {
    return await send(operation, variables, asking);
  } catch (error) {
    const had = error instanceof ApiError && error.trouble === 'signedOut' && !asking.evenLost && hasSession();
    if (!had) throw error;
    if (!(await refresh(mark))) {
      if (!isSessionLost()) throw error;
      await present();
    }
    return send(operation, variables, asking);
  }
}

/** Goes on at once, unless the session was lost: then when somebody is back. */
async function present(): Promise<void> {
  if (isSessionLost() && !(await sessionBack())) throw new ApiError('signedOut');
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
      ...(error?.extensions?.inputPath ? { inputPath: error.extensions.inputPath } : {}),
      ...(answer.requestId ? { requestId: answer.requestId } : {}),
      ...(answer.retryAfter === undefined ? {} : { retryAfter: answer.retryAfter }),
    });
  }
  return answer.body.data as Result;
}
