import { useEffect, useReducer, type ReactNode } from 'react';

import { useT, type MessageId } from '@/i18n';
import type { ApiError, Trouble } from '@/lib/error';

import { Button } from './Button';
import { AlertIcon, ClockIcon, InfoIcon } from './icons';
import styles from './States.module.css';

/** The shape of what is coming. It appears only if that takes a while. */
export function Skeleton({ lines = 3, label }: { lines?: number; label?: string }) {
  const t = useT();
  return (
    <div className={styles.skeleton} role="status">
      <span className="visually-hidden">{label ?? t('ui.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles.line} />
      ))}
    </div>
  );
}

/** Nothing is here: what would be, and what to do about it. */
export function Empty({ title, level = 2, children }: { title: string; level?: 1 | 2; children?: ReactNode }) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className={styles.empty}>
      <svg width="120" height="44" viewBox="0 0 120 44" aria-hidden="true" focusable="false">
        <path
          d="M4 40C24 10 96 10 116 40"
          fill="none"
          stroke="var(--line-2)"
          strokeWidth="2"
          strokeDasharray="3 7"
          strokeLinecap="round"
        />
        <path
          d="M60 17c-4-3-4.5-8.5 0-12.5 4.5 4 4 9.5 0 12.500z"
          fill="var(--bloom)"
          stroke="var(--stem)"
          strokeWidth=".8"
        />
      </svg>
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}

const TITLES: Record<Trouble, MessageId> = {
  offline: 'ui.trouble.offline',
  throttled: 'ui.trouble.throttled',
  unavailable: 'ui.trouble.unavailable',
  signedOut: 'ui.trouble.signedOut',
  outdated: 'ui.trouble.outdated',
  forbidden: 'ui.trouble.forbidden',
  absent: 'ui.trouble.absent',
  broken: 'ui.trouble.broken',
};

/** What went wrong, how to go on, and the number to tell whoever is asked about it. */
export function ErrorBox({ error, onRetry }: { error: ApiError; onRetry?: () => void }) {
  const t = useT();
  const left = useSecondsLeft(error);
  const waits = error.trouble === 'throttled' && left > 0;
  const again = error.trouble === 'outdated' ? () => location.reload() : onRetry;
  return (
    <div className={styles.error} role="alert">
      {error.trouble === 'throttled' ? <ClockIcon size={22} /> : <AlertIcon size={22} />}
      <div className={styles.errorText}>
        <p className={styles.errorTitle}>{t(TITLES[error.trouble])}</p>
        {error.code && error.message && <p>{error.message}</p>}
        {waits && <p aria-live="off">{t('ui.trouble.wait', { seconds: left })}</p>}
        {error.requestId && (
          <p className={styles.requestId}>
            {t('ui.trouble.requestId')} <code>{error.requestId}</code>
          </p>
        )}
      </div>
      {again && !waits && (
        <Button size="s" onClick={again}>
          {t(error.trouble === 'outdated' ? 'ui.reload' : 'ui.retry')}
        </Button>
      )}
    </div>
  );
}

/** Seconds that are left of the wait that the server asked for. */
function useSecondsLeft({ at, retryAfter = 0 }: ApiError): number {
  const [now, tick] = useReducer(() => Date.now(), at);
  const left = Math.max(0, Math.ceil((at + retryAfter * 1000 - Math.max(now, at)) / 1000));
  const isOver = left === 0;
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [isOver]);
  return left;
}

/** Something worth knowing that stands in nobody's way. */
export function Notice({ tone = 'sky', children }: { tone?: 'sky' | 'bloom' | 'leaf' | 'clay'; children: ReactNode }) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role="note">
      <InfoIcon />
      <div>{children}</div>
    </div>
  );
}
