import { Link, type LinkProps } from '@tanstack/react-router';

import { cx } from './cx';
import styles from './Tabs.module.css';

export interface Tab {
  key: string;
  label: string;
  /** How many are behind it; none while nobody knows. */
  count?: number | undefined;
  /** Whether there is something to do behind it. */
  isWaiting?: boolean;
  link: LinkProps;
}

/** The parts of a page or the states of a list, each with an address of its own: going back goes back. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      <ul>
        {tabs.map(({ key, label, count, isWaiting, link }) => (
          <li key={key}>
            <Link
              {...(link as LinkProps)}
              className={styles.tab}
              resetScroll={false}
              aria-current={key === current ? 'page' : undefined}
              // The router would mark each tab whose address asks for less than the one that is open.
              activeOptions={{ exact: true, explicitUndefined: true }}
              activeProps={{}}
            >
              {label}
              {count !== undefined && (
                <span className={cx(styles.count, isWaiting && count > 0 && styles.waiting)}>{count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
