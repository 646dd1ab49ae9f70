import { Link } from '@tanstack/react-router';

import type { RuleFragment } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { cx } from '@/ui/cx';
import { Empty } from '@/ui/States';

import { plain, type RuleChange } from '../model';
import styles from '../Operation.module.css';
import own from '../RulesPage.module.css';

/** Rules that differ between two days: each side with its words, its value and where it is written. */
export function RuleChanges({
  changes,
  on,
  against,
}: {
  changes: readonly RuleChange[];
  on: string | undefined;
  against: string;
}) {
  const t = useT();
  const { locale } = useLocale();
  const { date } = useFormats();
  const now = on ? date(on) : t('operation.rules.today');
  const then = date(against);
  if (changes.length === 0)
    return (
      <Empty title={t('operation.rules.same')}>
        <p>{t('operation.rules.same.text', { current: now, before: then })}</p>
      </Empty>
    );
  return (
    <>
      <p className={styles.count} role="status">
        {t('operation.rules.changed', { count: changes.length, current: now, before: then })}
      </p>
      <ul className={own.rules}>
        {changes.map(({ ruleId, before, after }) => (
          <li key={ruleId} className={own.change}>
            <h2>{(after ?? before)?.title[locale === 'en' ? 'en' : 'zh']}</h2>
            <div className={own.sides}>
              <Side title={then} rule={before} other={after} />
              <Side title={now} rule={after} other={before} isNew />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function Side({
  title,
  rule,
  other,
  isNew = false,
}: {
  title: string;
  rule: RuleFragment | undefined;
  other: RuleFragment | undefined;
  isNew?: boolean;
}) {
  const t = useT();
  const { locale } = useLocale();
  const Mark = isNew ? 'ins' : 'del';
  return (
    <div className={cx(own.side, isNew && own.isNew)}>
      <p className={styles.quiet}>{title}</p>
      {rule ? (
        <>
          <p>{rule.text[locale === 'en' ? 'en' : 'zh']}</p>
          <p className={own.pre}>
            <Lines value={plain(rule.value)} other={other && plain(other.value)} mark={Mark} /> {rule.unit}
          </p>
          <p className={styles.quiet} lang="zh">
            {rule.citation}
          </p>
          <p>
            <Link to="/work/operation/rules/$id" params={{ id: rule.id }}>
              {t('operation.rules.read')}
            </Link>
          </p>
        </>
      ) : (
        <p>{t('operation.rules.absent')}</p>
      )}
    </div>
  );
}

/** A value by line, with the lines that the other side does not have marked. */
function Lines({ value, other, mark: Mark }: { value: string; other: string | undefined; mark: 'ins' | 'del' }) {
  const theirs = new Set(other?.split('\n'));
  return value.split('\n').map((line, place) => (
    // Lines of a value do not move.
    // oxlint-disable-next-line react/no-array-index-key
    <span key={place}>
      {place > 0 && '\n'}
      {theirs.has(line) ? line : <Mark>{line}</Mark>}
    </span>
  ));
}
