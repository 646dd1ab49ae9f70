import type { KeyboardEvent } from 'react';

import { useLabel, useT } from '@/i18n';
import { IP_KINDS, IP_STATUSES, LISTING_KINDS } from '@/lib/vocabulary';

import styles from '../imports.module.css';
import type { Line } from '../model';

/** Fields with a short list of values, and the enum whose labels name them. */
const CHOICES: Record<string, { type: string; values: readonly string[] }> = {
  kind: { type: 'ListingKind', values: LISTING_KINDS },
  'ipRights.kind': { type: 'IpKind', values: IP_KINDS },
  'ipRights.status': { type: 'IpStatus', values: IP_STATUSES },
  'readiness.level': { type: '', values: ['1', '2', '3', '4', '5', '6', '7', '8', '9'] },
};

/** The server shows the beginning of a long value only: what is behind it must not get lost. */
const isWhole = (found: string | null): boolean => !found?.endsWith('…');

/** What a cell is to say instead. Enter goes on to the next one. */
export function MendInput({
  label,
  line: { field, found },
  value,
  onChange,
  onNext,
}: {
  label: string;
  line: Line;
  /** The correction; none as long as nobody wrote one. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  onNext: (from: HTMLElement) => void;
}) {
  const t = useT();
  const name = useLabel();
  const choices = CHOICES[field?.replace(/\.\d+(?=\.|$)/g, '') ?? ''];
  const before = isWhole(found) ? (found ?? '') : '';
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    // Enter that ends a word of an input method is not ours.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onNext(event.currentTarget);
  };
  if (choices)
    return (
      <select
        data-mend
        className={styles.mend}
        aria-label={label}
        value={value ?? ''}
        onKeyDown={keys}
        onChange={(event) => onChange(event.target.value || undefined)}
      >
        <option value="">{t('imports.problem.choose')}</option>
        {choices.values.map((one) => (
          <option key={one} value={one}>
            {choices.type ? name(choices.type, one) : one}
          </option>
        ))}
      </select>
    );
  return (
    <input
      data-mend
      className={styles.mend}
      aria-label={label}
      value={value ?? before}
      onKeyDown={keys}
      onChange={(event) => onChange(event.target.value === before ? undefined : event.target.value)}
    />
  );
}
