import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { AuditLineFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';

import { factsOf } from '../model';
import styles from './AuditLines.module.css';

/** Lines of the trail: when, who, what with which thing, and the facts that were written down. */
export function AuditLines({
  lines,
  names,
  org,
}: {
  lines: readonly AuditLineFragment[];
  /** What ids are called. */
  names?: ReadonlyMap<string, string>;
  /** Whose trail it is, to narrow it down to one thing. */
  org?: string | undefined;
}) {
  const t = useT();
  const { dateTime, number } = useFormats();
  return (
    <ol className={styles.lines}>
      {lines.map((line) => (
        <li key={line.id} className={styles.line}>
          <div className={styles.when}>
            <time dateTime={line.occurredAt}>{dateTime(line.occurredAt)}</time>
            <span>{t('operation.audit.number', { number: number(line.sequence) })}</span>
          </div>
          <div className={styles.what}>
            <p>
              <b>{line.actorId ? (names?.get(line.actorId) ?? line.actor) : line.actor}</b>{' '}
              <code className={styles.verb}>{line.verb}</code>{' '}
              <Link
                to="/work/operation/audit"
                search={{ ...(org ? { org } : {}), entity: line.entityId }}
                aria-label={t('operation.audit.only', { what: names?.get(line.entityId) ?? line.entityId })}
              >
                {names?.get(line.entityId) ?? line.entityType}
              </Link>
            </p>
            <Facts rows={factsOf(line.details)} />
            <details>
              <summary>{t('operation.audit.hashes')}</summary>
              <dl className={styles.hashes}>
                <Hash title={t('operation.audit.entity')}>{line.entityId}</Hash>
                <Hash title={t('operation.audit.before')}>{line.beforeHash ?? t('operation.audit.nothing')}</Hash>
                <Hash title={t('operation.audit.after')}>{line.afterHash ?? t('operation.audit.nothing')}</Hash>
                {line.ruleVersionIds.length > 0 && (
                  <Hash title={t('operation.audit.rules')}>
                    {line.ruleVersionIds.map((id) => (
                      <Link key={id} to="/work/operation/rules/$id" params={{ id }}>
                        {id}
                      </Link>
                    ))}
                  </Hash>
                )}
                <Hash title={t('operation.audit.previous')}>{line.previousHash}</Hash>
                <Hash title={t('operation.audit.own')}>{line.hash}</Hash>
              </dl>
            </details>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Facts({ rows }: { rows: readonly (readonly [string, string])[] }) {
  if (rows.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Hash({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
