import { readFragment } from '@/gql';
import {
  HappeningFragmentDoc,
  LatestEventsDocument,
  LiveEventsDocument,
  type HappeningFragment,
  type LiveEventsSubscription,
} from '@/gql/graphql';

import { gqlFetch } from './api';
import { freshen, hasSession, refresh, sessionMark } from './session';
import { makeReader } from './sse';
import { openLine } from './wire';

export type Happening = HappeningFragment;

/** How the line is: `asking` where the server or the browser has none, and we ask every minute. */
export type LineState = 'opening' | 'open' | 'lost' | 'asking' | 'closed';

export interface Listener {
  /** Whose things they are. Tabs of different people do not mix. */
  user: string;
  locale: () => string;
  /** The newest event that is known already; what came after it is told first. */
  newest: string | undefined;
  onEvent: (event: Happening) => void;
  onState: (state: LineState) => void;
  /** Something may have been missed: everything has to be read anew. */
  onGap: () => void;
}

/** What tabs tell each other. */
type Word =
  | { event: Happening }
  | { state: LineState }
  | { gap: true }
  | { hello: true }
  // To who said hello: how the line is, and the newest that was heard on it.
  | { here: LineState; newest: string | undefined };

const ASK_EVERY = 60_000;
const PAGE = 50;
/** The server gives a sign of life more often than this. */
const SILENCE = 90_000;
const LONGEST_PAUSE = 30_000;
/** A line that held this long was a good one: the next pause is short again. */
const GOOD = 10_000;

/** How long to wait before the next try: longer each time, and not all at once when a server comes back. */
export function pauseBefore(tries: number, random = Math.random()): number {
  return Math.min(LONGEST_PAUSE, 1000 * 2 ** tries) * (0.5 + random / 2);
}

/** Those of a page (newest first) that came after `newest`, oldest first. */
export function after<Event extends { id: string }>(newest: string | undefined, page: readonly Event[]): Event[] {
  const place = page.findIndex(({ id }) => id === newest);
  return (place < 0 ? page.slice() : page.slice(0, place)).reverse();
}

/**
 * Tells what happens to somebody's things, as it happens. A browser has one line to the server, however many tabs are
 * open: one tab holds it and passes on what it hears; when that tab closes, the next takes over, and begins after the last
 * event that it heard. Returns what ends it.
 */
export function follow(listener: Listener): () => void {
  const stop = new AbortController();
  const name = `lianqiao.events.${listener.user}`;
  const canShare = 'locks' in navigator && 'BroadcastChannel' in globalThis;
  const channel = canShare ? new BroadcastChannel(name) : undefined;
  let newest = listener.newest;
  let state: LineState = 'opening';
  let leads = false;

  const take = (word: Word) => {
    if ('event' in word) {
      newest = word.event.id;
      listener.onEvent(word.event);
    } else if ('state' in word) {
      state = word.state;
      listener.onState(state);
    } else if ('gap' in word) {
      newest = undefined;
      listener.onGap();
    } else if ('here' in word) {
      state = word.here;
      listener.onState(state);
      // Passed on before this tab listened.
      if (word.newest !== undefined && word.newest !== newest) {
        newest = word.newest;
        listener.onGap();
      }
    } else if (leads) channel?.postMessage({ here: state, newest } satisfies Word);
  };
  const share = (word: Word) => {
    channel?.postMessage(word);
    take(word);
  };
  const line = { ...listener, stop: stop.signal, newest: () => newest, share };

  if (channel) {
    channel.addEventListener('message', ({ data }: MessageEvent<Word>) => take(data));
    channel.postMessage({ hello: true } satisfies Word);
    const lead = () => {
      leads = true;
      return hold(line);
    };
    // Waiting for one's turn ends with the page.
    navigator.locks.request(name, { signal: stop.signal }, lead).catch(() => undefined);
  } else void ask(line);
  return () => {
    stop.abort();
    channel?.close();
  };
}

interface Line {
  locale: () => string;
  stop: AbortSignal;
  newest: () => string | undefined;
  share: (word: Word) => void;
}

/** Why a line ended. */
type End = 'dropped' | 'renew' | 'signedOut' | 'gap' | 'none';

const ENDS: Record<string, End> = { UNAUTHENTICATED: 'renew', NOT_FOUND: 'gap', FORBIDDEN: 'gap' };

/** Holds the line, and opens it again whenever it breaks. */
async function hold(line: Line): Promise<void> {
  let tries = 0;
  while (!line.stop.aborted && hasSession()) {
    const began = Date.now();
    const end = await listen(line).catch((): End => 'dropped');
    if (line.stop.aborted || end === 'signedOut') return;
    if (end === 'none') return ask(line);
    if (end === 'gap') line.share({ gap: true });
    if (Date.now() - began > GOOD) tries = 0;
    // The first time again at once: a session was renewed, or a server begins anew.
    if (end !== 'dropped' && tries === 0) tries += 1;
    else {
      line.share({ state: 'lost' });
      await pause(pauseBefore(tries++), line.stop);
    }
  }
}

/** One line, from its beginning to its end. */
async function listen(line: Line): Promise<End> {
  await freshen();
  const mark = sessionMark();
  if (mark === undefined) return 'signedOut';
  const given = new AbortController();
  const giveUp = () => given.abort();
  line.stop.addEventListener('abort', giveUp);
  let silence = setTimeout(giveUp, SILENCE);
  try {
    const answer = await openLine(
      LiveEventsDocument,
      { after: line.newest() },
      { locale: line.locale(), signal: given.signal },
    );
    if (answer.status === 404 || answer.status === 405) return 'none';
    if (!answer.ok || !answer.body) return 'dropped';
    line.share({ state: 'open' });
    const reader = answer.body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
    const read = makeReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 'dropped';
      clearTimeout(silence);
      silence = setTimeout(giveUp, SILENCE);
      for (const { name, data } of read(value)) {
        if (name !== 'next') return 'dropped';
        const told = JSON.parse(data) as Told;
        if (told.data) line.share({ event: readFragment(HappeningFragmentDoc, told.data.viewerEvents) });
        const code = told.errors?.[0]?.extensions?.code;
        if (!told.errors) continue;
        const end = (code && ENDS[code]) || 'dropped';
        return end === 'renew' && !(await refresh(mark)) && !hasSession() ? 'signedOut' : end;
      }
    }
  } finally {
    clearTimeout(silence);
    line.stop.removeEventListener('abort', giveUp);
    given.abort();
  }
}

interface Told {
  data?: LiveEventsSubscription | null;
  errors?: { extensions?: { code?: string } }[];
}

/** Without a line: asks every minute. */
async function ask(line: Line): Promise<void> {
  line.share({ state: 'asking' });
  while (!line.stop.aborted) {
    await pause(ASK_EVERY, line.stop);
    if (line.stop.aborted || !hasSession()) return;
    const asking = { locale: line.locale(), signal: line.stop };
    const page = await gqlFetch(LatestEventsDocument, { first: PAGE }, asking).catch(() => undefined);
    const events = readFragment(HappeningFragmentDoc, page?.viewerEvents.nodes ?? []);
    for (const event of after(line.newest(), events)) line.share({ event });
  }
}

/** Waits, but not longer than until the network is back. */
function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener('online', go);
      stop.removeEventListener('abort', go);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    addEventListener('online', go);
    stop.addEventListener('abort', go);
  });
}
