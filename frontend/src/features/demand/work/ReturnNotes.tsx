import { Link } from '@tanstack/react-router';

import type { DemandStatusFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { Notice } from '@/ui/States';

import { fieldOf, nameOf, stepOf } from './fields';
import styles from './Work.module.css';

/** What the operator wrote when the demand came back, as long as it is not handed in again. */
export function ReturnNotes({ demand }: { demand: DemandStatusFragment }) {
  const t = useT();
  const { dateTime } = useFormats();
  const last = demand.reviews[0];
  const isBack = demand.state === 'DRAFT' || demand.revisionState === 'EDITING';
  if (last?.verdict !== 'RETURNED' || !isBack) return null;
  return (
    <Notice tone="clay">
      <b>{t('demand.returned', { at: dateTime(last.reviewedAt) })}</b>
      <ul>
        {last.notes.map(({ path, text }, place) => {
          const field = fieldOf(nameOf(path));
          const step = stepOf(nameOf(path));
          return (
            <li key={place} className={styles.said}>
              {field && step && demand.viewerCanEdit && (
                <>
                  <Link
                    to="/work/demands/$id/edit"
                    params={{ id: demand.id }}
                    search={step === 'problem' ? {} : { step }}
                    hash={`field-${field}`}
                  >
                    {t(`demand.field.${field}`)}
                  </Link>
                  {' · '}
                </>
              )}
              {text}
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
