import { useFormats, useT } from '@/i18n';

import { partOf, PART_KEYS } from './parts';
import styles from './SideNav.module.css';

interface Missing {
  path: readonly string[];
  label: string;
  required: boolean;
}

/** The parts of the form, and how much of them is told, as the server counts. */
export function SideNav({
  score,
  missing,
  wrong,
}: {
  score: number | undefined;
  missing: readonly Missing[];
  wrong: readonly string[];
}) {
  const t = useT();
  const { number } = useFormats();
  return (
    <nav className={styles.nav} aria-label={t('listing.parts')}>
      {score !== undefined && (
        <div className={styles.ring}>
          <svg viewBox="0 0 40 40" width="56" height="56" aria-hidden="true">
            <circle cx="20" cy="20" r="16" className={styles.track} />
            <circle cx="20" cy="20" r="16" className={styles.told} pathLength={100} strokeDasharray={`${score} 100`} />
          </svg>
          <p>
            <b>{number(score)} %</b>
            <span>{t('listing.complete')}</span>
          </p>
        </div>
      )}
      <ol>
        {PART_KEYS.map((part) => {
          const open = missing.filter(({ path }) => partOf(path[0]) === part);
          const needed = open.filter(({ required }) => required);
          const isWrong = wrong.some((field) => partOf(field) === part);
          return (
            <li key={part}>
              <a href={`#part-${part}`} className={isWrong ? styles.wrong : undefined}>
                {t(`listing.part.${part}`)}
                {needed.length > 0 ? (
                  <small className={styles.needed}>{t('listing.part.needed', { count: needed.length })}</small>
                ) : (
                  open.length > 0 && <small>{t('listing.part.open', { count: open.length })}</small>
                )}
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
