import { Link } from '@tanstack/react-router';

import { useFormats, useLocale, useT } from '@/i18n';
import { pick } from '@/lib/text';
import { ButtonLink } from '@/ui/Button';
import { ArrowRight } from '@/ui/icons';
import { Tag } from '@/ui/Tag';

import type { Action } from '../model';
import styles from './Actions.module.css';

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
  const { kind, subject, by, count = 1, on, late, amount, progress, isMine, href } = action;
  const name = typeof subject === 'string' ? { text: subject, lang: undefined } : subject && pick(subject, locale);
  const more = count > 1 && name ? t('workbench.andMore', { count: count - 1 }) : undefined;
  return (
    <li className={styles.row} data-mine={isMine || undefined}>
      <div className={styles.text}>
        <p className={styles.kind}>
          {t(`workbench.action.${kind}`, { count })}
          {by && <span>{by}</span>}
        </p>
        <Link to={href} className={styles.name}>
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
        {on && <span>{t(kind === 'pay' ? 'workbench.dueOn' : 'workbench.by', { date: formats.date(on) })}</span>}
        {late && <Tag tone="clay">{t('workbench.late')}</Tag>}
      </div>
      <ArrowRight />
    </li>
  );
}
