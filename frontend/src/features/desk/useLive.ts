import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { inboxKeys, useInboxHead } from '@/features/inbox';
import { follow, type Happening, type LineState } from '@/lib/events';

import { isTouched } from './model';

/** Events that come within this time are looked at together. */
const TOGETHER = 150;

/** Keeps what is shown as new as it is on the server, for as long as `user` is signed in. */
export function useLive(user: string, isLost: boolean): LineState {
  const client = useQueryClient();
  const head = useInboxHead();
  const isKnown = head !== undefined;
  const [state, setState] = useState<LineState>('opening');
  const newest = useRef<string>(undefined);
  useEffect(() => {
    newest.current = head?.newest;
  });
  useEffect(() => {
    // What came before the first answer is in it; the line begins after that.
    if (!isKnown || isLost) return;
    let heard: Happening[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const events = heard;
      heard = [];
      timer = undefined;
      void client.invalidateQueries({ predicate: ({ queryKey }) => isTouched(queryKey, events) });
    };
    const end = follow({
      user,
      locale: () => document.documentElement.lang,
      newest: newest.current,
      onEvent: (event) => {
        heard.push(event);
        timer ??= setTimeout(look, TOGETHER);
      },
      onState: (now) => {
        setState(now);
        // Without a newest one the line begins at its opening: what came since the page was written is not on it.
        if (now === 'open' && newest.current === undefined) void client.invalidateQueries({ queryKey: inboxKeys.all });
      },
      onGap: () => void client.invalidateQueries(),
    });
    return () => {
      clearTimeout(timer);
      end();
      setState('closed');
    };
  }, [client, user, isKnown, isLost]);
  return state;
}
