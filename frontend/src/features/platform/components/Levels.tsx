import { LEVELS } from '@/features/achievement';
import type { PlatformTermsFragment } from '@/gql/graphql';

import styles from './Levels.module.css';
import { useTerms } from './words';

/** From which readiness to which, as words and on nine steps. */
export function Levels({ terms }: { terms: Pick<PlatformTermsFragment, 'readiness' | 'weeks' | 'cost'> }) {
  const { readiness: words } = useTerms();
  const { readiness } = terms;
  return (
    <span className={styles.levels}>
      <b>{words(terms)}</b>
      {readiness && (
        <span className={styles.steps} aria-hidden="true">
          {LEVELS.map((step) => (
            <i
              key={step}
              className={
                step > readiness.from && step <= readiness.to
                  ? styles.on
                  : step === readiness.from
                    ? styles.in
                    : undefined
              }
            />
          ))}
        </span>
      )}
    </span>
  );
}
