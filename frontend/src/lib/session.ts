import { SessionRefreshDocument, type SessionRefreshMutation } from '@/gql/graphql';

import { bootSignedIn } from './boot';
import { post } from './wire';

/**
 * The session is in cookies that no script can read. What we may know is when its access token runs out, so that it is
 * renewed before anything is asked with it. All tabs share this note, and one of them renews.
 */
const NOTE = 'lianqiao.session-until';
/** What the note says when the server no longer knows the session although nobody signed out. */
const LOST = '0';
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

/** Whether this page has shown what somebody sees who is signed in. */
let wasHere = bootSignedIn() === true;

/** Whether somebody signed in with this browser and did not sign out. */
export const hasSession = (): boolean => read() !== undefined;

/** What is known of the session now, to tell later whether it was renewed meanwhile. */
export const sessionMark = (): number | undefined => read();

/** Notes a session that the server has just put into the cookies. */
export function noteSession(session: { accessTokenExpiresAt: string }): void {
  wasHere = true;
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

/*
 * A session that ended by itself in front of somebody's eyes: nothing that is shown or typed goes away. What is asked
 * waits until they have signed in again, and then goes on as if nothing had been.
 */

let waiting: ((back: boolean) => void)[] = [];
/** Whether somebody said "not now": they are asked again when something is. */
let putOff = false;
/** Whether the loss was seen here, and nobody came back yet. */
let knowsLoss = false;
const watchers = new Set<() => void>();
const tell = () => watchers.forEach((watcher) => watcher());

/** Whether the session ended while this page was shown to somebody. */
export const isSessionLost = (): boolean => wasHere && localStorage.getItem(NOTE) === LOST;

/** Whether to ask somebody to sign in again now. */
export const asksToReturn = (): boolean => isSessionLost() && !putOff;

/** Whether this page knows that the session was lost, and somebody has signed in again elsewhere. */
export const mayReturn = (): boolean => knowsLoss && hasSession();

/** Calls `watcher` when any of the three above may have changed. */
export function watchSession(watcher: () => void): () => void {
  const hear = (event: StorageEvent) => {
    if (event.key !== NOTE) return;
    // Somebody gave up in another tab.
    if (event.newValue === null) settle(false);
    if (event.newValue === LOST) knowsLoss = wasHere;
    watcher();
  };
  watchers.add(watcher);
  addEventListener('storage', hear);
  return () => {
    watchers.delete(watcher);
    removeEventListener('storage', hear);
  };
}

function settle(back: boolean): void {
  const those = waiting;
  waiting = [];
  for (const one of those) one(back);
}

/** Waits until somebody has signed in again. False if they do not want to. */
export function sessionBack(): Promise<boolean> {
  putOff = false;
  const back = new Promise<boolean>((resolve) => waiting.push(resolve));
  tell();
  return back;
}

/** Somebody wants to sign in again after all. */
export function sessionAgain(): void {
  putOff = false;
  tell();
}

/** The same person is signed in again: what waited goes on. */
export function returnToSession(): void {
  knowsLoss = false;
  settle(true);
  tell();
}

/** Nobody wants to sign in just now. */
export function putOffReturn(): void {
  putOff = true;
  settle(false);
  tell();
}

function lose(): void {
  if (!wasHere) return forgetSession();
  putOff = false;
  knowsLoss = true;
  localStorage.setItem(NOTE, LOST);
  tell();
}

let renewing: Promise<boolean> | undefined;

/** Renews a session that is about to run out. */
export async function freshen(): Promise<void> {
  const until = read();
  if (until !== undefined && until - MARGIN < Date.now()) await refresh(until);
}

/** Renews the session `seen`, once for all who ask at the same time. False if there is none any more. */
export function refresh(seen: number | undefined): Promise<boolean> {
  renewing ??= alone(() => renew(seen)).finally(() => (renewing = undefined));
  return renewing;
}

/** One tab at a time: a refresh token is good once. */
async function alone(work: () => Promise<boolean>): Promise<boolean> {
  return navigator.locks ? navigator.locks.request('lianqiao.refresh', work) : work();
}

async function renew(seen: number | undefined): Promise<boolean> {
  const until = read();
  if (until === undefined) return false;
  // Another tab was faster.
  if (until !== seen) return true;
  const answer = await post(SessionRefreshDocument, { input: {} }, { locale: document.documentElement.lang });
  const data = answer.body?.data as SessionRefreshMutation | undefined;
  const session = data?.sessionRefresh.session;
  if (session) noteSession(session);
  // Refused only because it was renewed a moment ago: the cookies are good.
  const isTwice = data?.sessionRefresh.userErrors.some(({ code }) => code === 'STALE_VERSION');
  if (data && !session && !isTwice) lose();
  return Boolean(session) || isTwice === true;
}
