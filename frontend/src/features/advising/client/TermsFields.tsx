import type { ReactNode } from 'react';

import type { MandateScope } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { Checkbox, TextField } from '@/ui/Field';
import { AlertIcon } from '@/ui/icons';
import { TextArea } from '@/ui/TextArea';

import styles from '../Advising.module.css';
import { SCOPES } from '../vocabulary';
import type { useTerms } from './useTerms';

/** In what an advisor may act, until when and for what fee: as it is given, and as it is asked for. */
export function TermsFields({
  sent: { form, errorOf },
  legend,
  hintOf,
  untilHint,
  children,
}: {
  sent: ReturnType<typeof useTerms>;
  legend: string;
  /** What somebody gives away with a scope. */
  hintOf?: (scope: MandateScope) => string;
  untilHint?: string;
  /** What is said before the fee. */
  children?: ReactNode;
}) {
  const t = useT();
  const label = useLabel();
  return (
    <>
      <fieldset className={styles.choices}>
        <legend>{legend}</legend>
        {SCOPES.map((scope) => (
          <Checkbox key={scope} value={scope} {...form.register('scopes')}>
            {label('MandateScope', scope)} {hintOf && <span className={styles.quiet}>{hintOf(scope)}</span>}
          </Checkbox>
        ))}
        {errorOf('scopes') && (
          <p role="alert" className={styles.wrong}>
            <AlertIcon size={16} /> {errorOf('scopes')}
          </p>
        )}
      </fieldset>
      <TextField
        type="date"
        label={t('advising.mandate.until')}
        hint={untilHint}
        error={errorOf('validUntil')}
        {...form.register('validUntil', { required: t('ui.required') })}
      />
      {children}
      <TextArea
        label={t('advising.mandate.feeTerms')}
        hint={t('advising.mandate.feeTerms.hint')}
        rows={2}
        error={errorOf('feeTerms')}
        {...form.register('feeTerms')}
      />
    </>
  );
}
