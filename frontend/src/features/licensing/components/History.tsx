import type { LicenseRequestQuery } from '@/gql/graphql';
import { useFormats, useLabel } from '@/i18n';

import styles from './History.module.css';
import { RequestStateTag } from './words';

type Entry = NonNullable<LicenseRequestQuery['licenseRequest']>['history'][number];

/** What happened, the latest first: which side, when, and what it said. */
export function History({ entries }: { entries: readonly Entry[] }) {
  const label = useLabel();
  const { dateTime } = useFormats();
  return (
    <ol className={styles.history}>
      {[...entries].reverse().map((entry) => (
        <li key={entry.at}>
          <p>
            <RequestStateTag state={entry.state} /> <span>{label('LicenseParty', entry.by)}</span>
          </p>
          <time dateTime={entry.at}>{dateTime(entry.at)}</time>
          {entry.text && <p className={styles.text}>{entry.text}</p>}
        </li>
      ))}
    </ol>
  );
}
