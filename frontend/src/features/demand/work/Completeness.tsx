import { Link } from '@tanstack/react-router';

import type { DemandStatusFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { ProgressBar } from '@/ui/ProgressBar';
import { Tag } from '@/ui/Tag';

import styles from './Completeness.module.css';
import { nameOf, stepOf } from './fields';

/** How much is told, and what is missing, each with why it matters and a way to where it is written. */
export function Completeness({ demand }: { demand: DemandStatusFragment }) {
  const t = useT();
  const { percent } = useFormats();
  const told = demand.completeness;
  if (!told) return null;
  return (
    <section className={styles.told} aria-labelledby="told">
      <h2 id="told" className="visually-hidden">
        {t('demand.complete', { score: told.score })}
      </h2>
      <ProgressBar label={t('demand.complete.bar')} value={told.score} max={100}>
        {percent(told.score * 100)}
      </ProgressBar>
      {told.missing.length > 0 && (
        <ul>
          {told.missing.map(({ path, label, message, why, required }) => {
            const step = stepOf(nameOf(path));
            return (
              <li key={nameOf(path)}>
                <p>
                  {demand.viewerCanEdit && step ? (
                    <Link
                      to="/work/demands/$id/edit"
                      params={{ id: demand.id }}
                      search={step === 'problem' ? {} : { step }}
                      hash={`field-${nameOf(path)}`}
                    >
                      {label}
                    </Link>
                  ) : (
                    <b>{label}</b>
                  )}{' '}
                  {required && <Tag tone="clay">{t('demand.complete.required')}</Tag>}
                </p>
                <p className={styles.why}>{why ?? message}</p>
              </li>
            );
          })}
        </ul>
      )}
      {told.formCharactersMax && (
        <p className={styles.why}>
          {t('demand.complete.form', { count: told.formCharacters, most: told.formCharactersMax })}
        </p>
      )}
    </section>
  );
}
