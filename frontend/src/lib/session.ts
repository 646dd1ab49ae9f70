import { SessionRefreshDocument } from '@/gql/graphql';

import { bootSignedIn } from './boot';
import { post } from './wire';

/**
 * The session is in cookies that no script can read. What we may know is when its access token runs out, so that it is
 * renewed before anything is asked with it. All tabs share this note, and one of them renews.
 */
const NOTE = 'lianqiao.session-until';
/** Renewed this long before the end, so that a slow request does not arrive after it. */
const MARGIN = 20_000;

function read(): number | undefined {
  const value = Number(localStorage.getItem(NOTE));
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/** Somebody came in by another door (a login at an institution): how long the token is good is not known, so it is renewed soon. */
const UNKNOWN = 60_000;

if (bootSignedIn()) noteSomebody();

/** Notes that somebody is signed in, if that is news. */
export function noteSomebody(): void {
  if (read() === undefined) localStorage.setItem(NOTE, String(Date.now() + UNKNOWN));
}

/** Whether somebody signed in with this browser and did not sign out. */
export const hasSession = (): boolean => read() !== undefined;

/** Notes a session that the server has just put into the cookies. */
export function noteSession(session: { accessTokenExpiresAt: string }): void {
  localStorage.setItem(NOTE, String(Date.parse(session.accessTokenExpiresAt)));
}

/** Forgets it; other tabs hear of it. */
export function forgetSession(): void {
  localStorage.removeItem(NOTE);
}

/** Calls `change` when another tab signs in or out. */
export function onSessionChange(change: () => void): () => void {
  const hear = (event: StorageEvent) => {
    if (event.key === NOTE && (event.oldValue === null || event.newValue === null)) change();
  };
  addEventListener('storage', hear);
  return () => removeEventListener('storage', hear);
}

let renewing: Promise<boolean> | undefined;

/** Renews a session that is about to run out. */
export async function freshen(): Promise<void> {
  const until = read();
  if (until !== undefined && until - MARGIN < Date.now()) await refresh();
}

/** Renews the session, once for all who ask at the same time. False if there is none any more. */
export function refresh(): Promise<boolean> {
  renewing ??= alone(renew).finally(() => (renewing = undefined));
  return renewing;
}

/** One tab at a time: a refresh token is good once. */
async function alone(work: () => Promise<boolean>): Promise<boolean> {
  return navigator.locks ? navigator.locks.request('lianqiao.refresh', work) : work();
}

async function renew(): Promise<boolean> {
  const until = read();
  if (until !== undefined && until - MARGIN > Date.now() + MARGIN) return true;
  const answer = await post(SessionRefreshDocument, { input: {} }, { locale: document.documentElement.lang });
  const data = answer.body?.data as
    | { sessionRefresh?: { session?: { accessTokenExpiresAt: string } | null } }
    | undefined;
  const session = data?.sessionRefresh?.session;
  if (session) noteSession(session);
  else if (data) forgetSession();
  return Boolean(session);
}
