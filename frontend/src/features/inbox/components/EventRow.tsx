import { Link } from '@tanstack/react-router';

import { hrefOf } from '@/features/work';
import type { WorkArea } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { pick } from '@/lib/text';

import { changeOf, progressOf, wayOf, type InboxEvent, type Subject } from '../model';
import styles from './EventRow.module.css';

/** One thing that happened: what, to which of one's things, and when. */
export function EventRow({
  event,
  subject,
  isNaming,
  areas,
}: {
  event: InboxEvent;
  subject: Subject | undefined;
  /** Whether the names are on their way. */
  isNaming: boolean;
  areas: readonly WorkArea[];
}) {
  const t = useT();
  const label = useLabel();
  const formats = useFormats();
  const { locale } = useLocale();
  const href = wayOf(event) ?? hrefOf(event.subjectType, event.subjectId, areas);
  const change = changeOf(event);
  const progress = event.kind === 'IMPORT_PROGRESSED' ? progressOf(event.figures) : undefined;
  const name = typeof subject?.name === 'string' ? { text: subject.name } : subject && pick(subject.name, locale);
  return (
    <li className={styles.row} data-new={event.readAt ? undefined : true}>
      <p className={styles.what}>
        {!event.readAt && <span className="visually-hidden">{t('inbox.new')} </span>}
        {change ? t(change) : label('ViewerEventKind', event.kind)}
        {progress && <> {t('inbox.progress', progress)}</>}
        {subject?.by && <span className={styles.by}>{subject.by}</span>}
      </p>
      <p className={styles.name}>
        {name && href ? (
          <Link to={href} lang={'lang' in name ? name.lang : undefined}>
            {name.text}
          </Link>
        ) : (
          <span className={styles.gone}>{isNaming ? t('ui.loading') : t('inbox.gone')}</span>
        )}
      </p>
      <time dateTime={event.occurredAt} title={formats.dateTime(event.occurredAt)}>
        {formats.time(event.occurredAt)}
      </time>
    </li>
  );
}
