import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { SelectField } from '@/ui/Field';
import { ErrorBox, Skeleton } from '@/ui/States';

import { changesQuery } from '../queries';
import styles from './Changes.module.css';

/** What differs between two versions of the content, field by field, in the words of the server. */
export function ChangeList({ id, from, to }: { id: string; from: number; to: number }) {
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(changesQuery(id, from, to, locale));
  if (query.isPending) return <Skeleton lines={5} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const changes = query.data.listing?.diff ?? [];
  if (changes.length === 0) return <p className={styles.none}>{t('listing.changes.none')}</p>;
  return (
    <dl className={styles.changes} aria-label={t('listing.changes')}>
      {changes.map(({ path, label, before, after }) => (
        <div key={path.join('.')}>
          <dt>
            {label}
            {path.length > 1 && <small>{path.slice(1).join(' · ')}</small>}
          </dt>
          <dd>
            {before && <del>{before}</del>}
            {after && <ins>{after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Any version against any other; at first the last against what the world sees, or what was before. */
export function Changes({
  id,
  current,
  published,
}: {
  id: string;
  current: number;
  published: number | null | undefined;
}) {
  const t = useT();
  const usual = published && published < current ? published : Math.max(1, current - 1);
  const [from, setFrom] = useState(usual);
  const [to, setTo] = useState(current);
  const versions = Array.from({ length: current }, (_, place) => current - place);
  const option = (version: number) => (
    <option key={version} value={version}>
      {t('listing.version', { version, state: version === published ? 'published' : 'other' })}
    </option>
  );
  return (
    <div className={styles.page}>
      <div className={styles.choose}>
        <SelectField
          label={t('listing.changes.from')}
          value={from}
          onChange={(event) => setFrom(Number(event.target.value))}
        >
          {versions.map(option)}
        </SelectField>
        <SelectField label={t('listing.changes.to')} value={to} onChange={(event) => setTo(Number(event.target.value))}>
          {versions.map(option)}
        </SelectField>
      </div>
      <ChangeList id={id} from={from} to={to} />
    </div>
  );
}
