import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import type { AgreedElsewhereQuery, PaymentMode } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';

import styles from './AgreedElsewhere.module.css';
import { fieldOf, type Missing } from './model';
import { agreedQuery } from './query';
import { Ranges } from './Ranges';

/**
 * What was agreed elsewhere about technologies that are alike, for whoever sets a price or says what they would pay. It is
 * asked when somebody opens it.
 */
export function AgreedElsewhere({
  ipc,
  level,
  modes,
  onFill,
}: {
  /** The first symbol, which the field goes by. */
  ipc: string | undefined;
  level: number | undefined;
  /** The ways of payment at hand: what is told of them comes first. */
  modes: readonly PaymentMode[];
  /** Goes to what is missing, for whoever can fill it in. */
  onFill?: (name: Missing) => void;
}) {
  const t = useT();
  const { locale } = useLocale();
  const [open, setOpen] = useState(false);
  const { field, missing } = fieldOf(ipc, level);
  const query = useQuery({ ...agreedQuery(field, locale), enabled: open });
  const content = (): ReactNode => {
    if (query.isPending) return <Skeleton lines={3} />;
    if (query.isError) {
      const error = asApiError(query.error);
      if (error.trouble === 'forbidden') return <Notice>{t('prices.forbidden')}</Notice>;
      return <ErrorBox error={error} onRetry={() => void query.refetch()} />;
    }
    if (!field || !query.data) return <Lacking missing={missing} onFill={onFill} />;
    return <Told {...query.data} section={field.section} level={field.level} modes={modes} />;
  };
  return (
    <details className={styles.agreed} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('licensing.agreed')}</summary>
      {open && (
        <div className={styles.body} aria-live="polite">
          {content()}
        </div>
      )}
    </details>
  );
}

const WORDS = { ipc: 'fact.ipc', 'readiness.level': 'fact.readiness' } as const;

/** What the field would be told by, and is not stated. */
function Lacking({ missing, onFill }: { missing: readonly Missing[]; onFill: ((name: Missing) => void) | undefined }) {
  const t = useT();
  const { list } = useFormats();
  if (!onFill)
    return <Notice>{t('prices.lacking.theirs', { fields: list(missing.map((name) => t(WORDS[name]))) })}</Notice>;
  return (
    <Notice>
      <p>{t('prices.lacking')}</p>
      <ul className={styles.lacking}>
        {missing.map((name) => (
          <li key={name}>
            <button type="button" onClick={() => onFill(name)}>
              {t('prices.lacking.fill', { field: t(WORDS[name]) })}
            </button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** The ranges, or why there are none; and what they are told by. */
function Told({
  priceEvidence,
  rules,
  section,
  level,
  modes,
}: AgreedElsewhereQuery & { section: string; level: number; modes: readonly PaymentMode[] }) {
  const t = useT();
  const [first] = priceEvidence;
  const [rule] = rules.nodes;
  return (
    <>
      {first ? (
        <>
          <p>{t('prices.lead', { section: first.section, from: first.trlFrom, to: first.trlTo })}</p>
          <Ranges ranges={priceEvidence} modes={modes} />
          <p className={styles.quiet}>{t('prices.read')}</p>
          <p className={styles.quiet}>{t('prices.limits')}</p>
        </>
      ) : (
        <>
          <p>{t('prices.none', { section, level })}</p>
          <p className={styles.quiet}>{t('prices.none.why')}</p>
        </>
      )}
      {rule && (
        <p className={styles.quiet}>
          {rule.summary} <cite>{rule.citation}</cite>
        </p>
      )}
    </>
  );
}
