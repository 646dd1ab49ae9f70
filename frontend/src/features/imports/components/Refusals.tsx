import type { ReactNode } from 'react';

import { useT } from '@/i18n';
import type { Problem } from '@/lib/form';
import { AlertIcon } from '@/ui/icons';

import styles from '../imports.module.css';

/** What the server refuses, in its words. */
export function Refusals({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <div className={styles.refusal} role="alert">
      <AlertIcon />
      <div>
        {problems.map(({ code, message }) => (
          <p key={code}>{message}</p>
        ))}
      </div>
    </div>
  );
}

/** Why a file did not go, and that nothing happened. */
export function Failure({ message, children }: { message: string; children?: ReactNode }) {
  const t = useT();
  return (
    <div className={styles.refusal} role="alert">
      <AlertIcon />
      <div>
        <p className={styles.strong}>{t('imports.failed')}</p>
        <p>{message}</p>
        {children}
      </div>
    </div>
  );
}
