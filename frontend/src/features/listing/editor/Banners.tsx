import type { ReactNode } from 'react';

import { useFormats, useT } from '@/i18n';
import type { Problem } from '@/lib/form';
import { Button } from '@/ui/Button';
import { AlertIcon } from '@/ui/icons';
import { Notice } from '@/ui/States';

import styles from './Banners.module.css';
import { useWord } from './context';
import { goTo } from './goTo';
import type { Merged } from './input';
import { nameOf } from './parts';
import type { Values } from './shapes';

/** What the server refused, each with a way to the field. */
export function Problems({ problems }: { problems: readonly Problem[] }) {
  const t = useT();
  const word = useWord();
  if (problems.length === 0) return null;
  return (
    <div className={styles.problems} role="alert" tabIndex={-1} id="problems">
      <AlertIcon size={22} />
      <div>
        <h2>{t('listing.problems', { count: problems.length })}</h2>
        <ul>
          {problems.map(({ path, message, code }) => {
            const name = nameOf(path);
            return (
              <li key={`${name}${code}`}>
                {name ? (
                  <FieldLink name={name}>{t('listing.problem', { field: word(name), message })}</FieldLink>
                ) : (
                  message
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

/** A way to a field of the form. */
export function FieldLink({ name, children }: { name: string; children: ReactNode }) {
  return (
    <a
      href={`#field-${name}`}
      onClick={(event) => {
        event.preventDefault();
        goTo(name);
      }}
    >
      {children}
    </a>
  );
}

/** A value as one can compare it at a glance. */
function brief(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '✓' : '–';
  if (Array.isArray(value)) return value.map(brief).filter(Boolean).join('; ');
  if (value && typeof value === 'object') return Object.values(value).map(brief).filter(Boolean).join(' / ');
  return value === undefined || value === null ? '' : String(value);
}

/** Somebody else saved meanwhile: what they wrote, what is written here, and which of the two it shall be. */
export function StaleBanner({
  stale,
  mine,
  theirs,
  onTheirs,
  onClose,
}: {
  stale: Merged;
  mine: Values;
  theirs: Values;
  onTheirs: (field: keyof Values) => void;
  onClose: () => void;
}) {
  const t = useT();
  const word = useWord();
  const { list } = useFormats();
  return (
    <section className={styles.stale} role="alert" aria-label={t('listing.stale')}>
      <h2>{t('listing.stale')}</h2>
      <p>{t('listing.stale.text')}</p>
      {stale.taken.length > 0 && <p>{t('listing.stale.taken', { fields: list(stale.taken.map(word)) })}</p>}
      {stale.conflicts.map((field) => (
        <div key={field} className={styles.conflict}>
          <b>{word(field)}</b>
          <dl>
            <div>
              <dt>{t('listing.stale.theirs')}</dt>
              <dd>{brief(theirs[field]) || '–'}</dd>
            </div>
            <div>
              <dt>{t('listing.stale.mine')}</dt>
              <dd>{brief(mine[field]) || '–'}</dd>
            </div>
          </dl>
          <Button size="s" onClick={() => onTheirs(field)}>
            {t('listing.stale.take')}
          </Button>
        </div>
      ))}
      <Button size="s" look="primary" onClick={onClose}>
        {t(stale.conflicts.length > 0 ? 'listing.stale.keep' : 'listing.stale.close')}
      </Button>
    </section>
  );
}

/** What a reviewer wrote when the listing came back. */
export function ReturnNotes({
  by,
  at,
  notes,
}: {
  by: string | undefined;
  at: string;
  notes: readonly { path?: readonly string[] | null; text: string }[];
}) {
  const t = useT();
  const word = useWord();
  const { dateTime } = useFormats();
  return (
    <Notice tone="clay">
      <div>
        <b>{t('listing.returned', { name: by ?? '–', at: dateTime(at) })}</b>
        <ul className={styles.notes}>
          {notes.map(({ path, text }, place) => (
            <li key={place}>
              {path?.length ? (
                <FieldLink name={nameOf(path)}>
                  {t('listing.problem', { field: word(nameOf(path)), message: text })}
                </FieldLink>
              ) : (
                text
              )}
            </li>
          ))}
        </ul>
      </div>
    </Notice>
  );
}
