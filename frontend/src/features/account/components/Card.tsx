import type { ReactNode } from 'react';

import type { ApiError } from '@/lib/error';
import type { Problem } from '@/lib/form';
import { AlertIcon } from '@/ui/icons';
import { Mark } from '@/ui/Mark';
import { ErrorBox } from '@/ui/States';

import styles from './Card.module.css';

/** A page with one thing to do. */
export function Card({
  title,
  lead,
  children,
  foot,
}: {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
  foot?: ReactNode;
}) {
  return (
    <div className={styles.page}>
      <section className={styles.card}>
        <Mark size={34} />
        <h1>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
        {children}
        {foot && <p className={styles.foot}>{foot}</p>}
      </section>
    </div>
  );
}

/** What the server says about the whole of a form, or what kept it from being sent. */
export function Trouble({ problems, error }: { problems: readonly Problem[]; error: ApiError | undefined }) {
  if (error) return <ErrorBox error={error} />;
  if (problems.length === 0) return null;
  return (
    <div className={styles.trouble} role="alert">
      <AlertIcon />
      <div>
        {problems.map((problem) => (
          <p key={problem.code}>{problem.message}</p>
        ))}
      </div>
    </div>
  );
}
