import { Link } from '@tanstack/react-router';

import { useFormats, useLocale, useT, type MessageId } from '@/i18n';
import { pick } from '@/lib/text';
import { ButtonLink } from '@/ui/Button';
import { ArrowRight } from '@/ui/icons';
import { Tag } from '@/ui/Tag';

import type { Action, ActionKind } from '../action';
import styles from './Actions.module.css';

/** What the day of an action is, where it is not the last one for an answer. */
const DAYS: Partial<Record<ActionKind, MessageId>> = {
  pay: 'workbench.dueOn',
  demandEnds: 'workbench.endsOn',
  contact: 'workbench.until',
  shortlist: 'workbench.until',
  step: 'workbench.until',
  assign: 'workbench.until',
};

/** What is to be done next. The line leads to the very place where it is done. */
export function Actions({ actions }: { actions: readonly Action[] }) {
  const t = useT();
  return (
    <section className={styles.part} aria-labelledby="workbench-next">
      <h2 id="workbench-next">{t('workbench.next')}</h2>
      {actions.length === 0 ? (
        <div className={styles.nothing}>
          <p>{t('workbench.nothing')}</p>
          <ButtonLink to="/achievements">{t('ui.notFound.go')}</ButtonLink>
        </div>
      ) : (
        <ul className={styles.list}>
          {actions.map((action) => (
            <Row key={action.key} action={action} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ action }: { action: Action }) {
  const t = useT();
  const { locale } = useLocale();
  const formats = useFormats();
  const { kind, subject, by, what, count = 1, on, since, late, amount, progress, isMine, href, search } = action;
  const name = typeof subject === 'string' ? { text: subject, lang: undefined } : subject && pick(subject, locale);
  const more = count > 1 && name ? t('workbench.andMore', { count: count - 1 }) : undefined;
  return (
    <li className={styles.row} data-mine={isMine || undefined}>
      <div className={styles.text}>
        <p className={styles.kind}>
          {t(`workbench.action.${kind}`, { count })}
          {what && <span>{what}</span>}
          {by && <span>{by}</span>}
        </p>
        <Link to={href} search={(search ?? {}) as never} className={styles.name}>
          {name ? <span lang={name.lang}>{name.text}</span> : t('workbench.show')}
        </Link>
        {more && <span className={styles.more}>{more}</span>}
        {progress && progress.total > 0 && (
          <progress
            className={styles.progress}
            max={progress.total}
            value={progress.done}
            aria-label={t('workbench.progress')}
          />
        )}
      </div>
      <div className={styles.when}>
        {amount && <b>{formats.money(amount)}</b>}
        {progress && progress.total > 0 && <span>{t('inbox.progress', progress)}</span>}
        {on && <span>{t(DAYS[kind] ?? 'workbench.by', { date: formats.date(on) })}</span>}
        {since && <Tag tone="clay">{t('workbench.since', { date: formats.date(since) })}</Tag>}
        {late && <Tag tone="clay">{t('workbench.late')}</Tag>}
      </div>
      <ArrowRight />
    </li>
  );
}
