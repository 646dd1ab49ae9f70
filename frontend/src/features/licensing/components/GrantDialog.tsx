import { useId, useState } from 'react';

import { readFragment } from '@/gql';
import { PlannedShownFragmentDoc, type OfferFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { todayInChina } from '@/lib/today';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { Dialog } from '@/ui/Dialog';
import { Checkbox, TextField } from '@/ui/Field';
import { PaymentSchedule } from '@/ui/PaymentSchedule';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';

import type { Request } from '../RequestPage';
import { Conditions } from './Conditions';
import styles from './Dialogs.module.css';
import { Trouble } from './Trouble';
import { useGrant } from './useGrant';

/**
 * Grants a license in two steps: the terms, with the schedule that the server makes of them; then what follows from it,
 * because it cannot be taken back.
 */
export function GrantDialog({
  request,
  offer,
  onClose,
}: {
  request: Request;
  offer: OfferFragment;
  onClose: () => void;
}) {
  const t = useT();
  const id = useId();
  const grant = useGrant(request, offer);
  const [step, setStep] = useState<'terms' | 'confirm'>('terms');
  const [sure, setSure] = useState(false);
  const isLast = step === 'confirm';
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(isLast ? 'licensing.grant.confirm' : 'licensing.grant')}
      footer={
        isLast ? (
          <>
            <Button onClick={() => setStep('terms')}>{t('licensing.grant.back')}</Button>
            <Button
              type="submit"
              form={id}
              look="primary"
              busy={grant.busy}
              aria-disabled={!sure}
              onClick={(event) => sure || event.preventDefault()}
            >
              {t('licensing.grant.go')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{t('licensing.cancel')}</Button>
            <Button look="primary" aria-disabled={!grant.isReady} onClick={() => grant.isReady && setStep('confirm')}>
              {t('licensing.grant.next')}
            </Button>
          </>
        )
      }
    >
      <form
        id={id}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isLast && sure) void grant.submit();
          else if (!isLast && grant.isReady) setStep('confirm');
        }}
      >
        <Trouble problems={grant.problems} error={grant.error} onReload={() => void grant.refresh()} />
        {isLast ? <Consequences grant={grant} request={request} /> : <Terms grant={grant} />}
        {isLast && (
          <Checkbox checked={sure} onChange={() => setSure(!sure)}>
            {t('licensing.grant.sure')}
          </Checkbox>
        )}
      </form>
    </Dialog>
  );
}

type Grant = ReturnType<typeof useGrant>;

function Terms({ grant }: { grant: Grant }) {
  const t = useT();
  const { form, errorOf, way, preview, seen } = grant;
  const number = { inputMode: 'numeric', autoComplete: 'off' } as const;
  return (
    <>
      <div className={styles.row}>
        <TextField
          label={t('licensing.effectiveOn')}
          type="date"
          min={todayInChina()}
          error={errorOf('effectiveOn')}
          {...form.register('effectiveOn')}
        />
        {way !== 'free' && (
          <TextField
            label={t('licensing.grant.total')}
            hint={grant.isFixed ? t('licensing.grant.total.fixed') : undefined}
            readOnly={grant.isFixed}
            inputMode="decimal"
            autoComplete="off"
            error={errorOf('total')}
            {...form.register('total')}
          />
        )}
        {way === 'deferred' && (
          <TextField
            label={t('licensing.grant.deferral')}
            error={errorOf('deferralMonths')}
            {...number}
            {...form.register('deferralMonths')}
          />
        )}
        {way === 'instalment' && (
          <>
            <TextField
              label={t('licensing.grant.count')}
              error={errorOf('count')}
              {...number}
              {...form.register('count')}
            />
            <TextField
              label={t('licensing.grant.first')}
              error={errorOf('firstAfterMonths')}
              {...number}
              {...form.register('firstAfterMonths')}
            />
            <TextField
              label={t('licensing.grant.step')}
              error={errorOf('stepMonths')}
              {...number}
              {...form.register('stepMonths')}
            />
          </>
        )}
      </div>
      <Checkbox {...form.register('labelUseFirstPayLater')}>{t('licensing.grant.label')}</Checkbox>
      {errorOf('labelUseFirstPayLater') && <Notice tone="clay">{errorOf('labelUseFirstPayLater')}</Notice>}
      {preview.isError && <ErrorBox error={asApiError(preview.error)} />}
      <Trouble problems={grant.others} error={undefined} />
      {preview.isLoading && <Skeleton lines={4} />}
      {seen && !preview.isError && (
        <div className={cx(styles.part, !grant.isReady && styles.old)} aria-live="polite">
          <h3>{t('licensing.schedule')}</h3>
          <Schedule grant={grant} />
          {seen.conditions.length > 0 && (
            <>
              <h3>{t('licensing.test')}</h3>
              <Conditions conditions={seen.conditions} />
            </>
          )}
        </div>
      )}
    </>
  );
}

function Schedule({ grant: { seen, values } }: { grant: Grant }) {
  if (!seen) return null;
  return (
    <PaymentSchedule
      payments={seen.schedule.map((payment) => readFragment(PlannedShownFragmentDoc, payment))}
      startsOn={values.effectiveOn}
      endsOn={seen.endsOn}
      freeFirst={values.labelUseFirstPayLater}
    />
  );
}

/** What is true once it is granted. */
function Consequences({ grant, request }: { grant: Grant; request: Request }) {
  const t = useT();
  const label = useLabel();
  const { date, money } = useFormats();
  const { seen, values } = grant;
  const first = seen?.schedule[0] && readFragment(PlannedShownFragmentDoc, seen.schedule[0]);
  return (
    <div className={styles.part}>
      <Notice tone="bloom">{t('licensing.grant.final')}</Notice>
      <ul className={styles.consequences}>
        <li>
          {t('licensing.grant.says.who', {
            licensee: request.licensee?.name ?? t('licensing.party.hidden'),
            from: date(values.effectiveOn),
            to: seen ? date(seen.endsOn) : '',
          })}
        </li>
        <li>
          {first
            ? t('licensing.grant.says.pays', {
                mode: label('PaymentMode', request.paymentMode),
                count: seen?.schedule.length ?? 0,
                amount: money(first.amount),
                date: date(first.dueOn),
              })
            : t('licensing.grant.says.free')}
        </li>
        <li>{t(values.labelUseFirstPayLater ? 'licensing.grant.says.label' : 'licensing.grant.says.noLabel')}</li>
        <li>{t('licensing.grant.says.mail')}</li>
      </ul>
      <Schedule grant={grant} />
    </div>
  );
}
