import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';

import { useViewer } from '@/features/account';
import { listenToKeys } from '@/lib/keyboard';
import { isSessionLost, watchSession } from '@/lib/session';

import { show, watchOpen, whatIsOpen } from '../store';
import { useLive } from '../useLive';
import { LineStrip } from './LineStrip';
import { Return } from './Return';

const CommandPalette = lazy(() => import('@/features/palette').then((face) => ({ default: face.CommandPalette })));
const KeyHelp = lazy(() => import('@/features/palette').then((face) => ({ default: face.KeyHelp })));

/** What lies over every page of somebody who is signed in: the line to the server, keys, and the way back in. */
export function DeskLayer() {
  const viewer = useViewer();
  return viewer ? <Layer user={viewer.user.id} /> : null;
}

function Layer({ user }: { user: string }) {
  const navigate = useNavigate();
  const isLost = useSyncExternalStore(watchSession, isSessionLost);
  const line = useLive(user, isLost);
  const open = useSyncExternalStore(watchOpen, whatIsOpen);
  const [helped, setHelped] = useState(false);
  if (open === 'help' && !helped) setHelped(true);
  useEffect(() => {
    const done = (act: () => unknown) => {
      act();
      return true;
    };
    const end = listenToKeys((keys) => {
      if (keys === 'mod+k') return done(() => show('palette'));
      if (keys === '?') return done(() => show('help'));
      if (keys === 'g w') return done(() => navigate({ to: '/work' }));
      if (keys === 'g i') return done(() => navigate({ to: '/work/inbox' }));
      if (keys === 'g a') return done(() => navigate({ to: '/achievements' }));
      if (keys !== '/') return false;
      const box = document.querySelector<HTMLInputElement>('main input[type=search]');
      return done(() => (box ? box.focus() : navigate({ to: '/achievements' })));
    });
    return () => {
      end();
      show(undefined);
    };
  }, [navigate]);
  return (
    <>
      <LineStrip line={line} isLost={isLost} />
      <Return user={user} />
      <Suspense fallback={null}>
        {open === 'palette' && <CommandPalette onClose={() => closed('palette')} onHelp={() => show('help')} />}
        {helped && <KeyHelp open={open === 'help'} onClose={() => closed('help')} />}
      </Suspense>
    </>
  );
}

/** Closed, unless something else is open already. */
const closed = (what: 'palette' | 'help') => whatIsOpen() === what && show(undefined);
