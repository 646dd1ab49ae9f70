import type { UseFormReturn } from 'react-hook-form';

import type { OfferFragment, PaymentMode } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { amountOf } from '@/lib/money';
import { TextField } from '@/ui/Field';
import { Money } from '@/ui/Money';
import { Tag } from '@/ui/Tag';
import { TextArea } from '@/ui/TextArea';

import { AgreedElsewhere } from '../agreed/AgreedElsewhere';
import { modesOf, pricing } from '../model';
import { Choice, Choices } from '@/ui/Choice';
import { useTerritory } from './OfferFacts';
import type { ApplyValues } from './useApply';

/** As much as the server takes. */
export const PURPOSE_LENGTH = 2000;

/** What is wanted: on which terms, how it is to be paid, and what for. */
export function Wanted({
  form,
  offers,
  offer,
  ipc,
  level,
  errorOf,
}: {
  form: UseFormReturn<ApplyValues>;
  offers: readonly OfferFragment[];
  offer: OfferFragment | undefined;
  /** Of the technology: what is alike goes by them. */
  ipc: string | undefined;
  level: number | undefined;
  errorOf: (name: keyof ApplyValues) => string | undefined;
}) {
  const t = useT();
  const price = offer && pricing(offer);
  const modes = offer ? modesOf(offer) : [];
  const chosen = form.watch('paymentMode') || modes[0];
  const length = form.watch('purpose').length;
  return (
    <>
      <Choices legend={t('licensing.offer')} hint={t('licensing.offer.hint')} error={errorOf('offerCode')}>
        {offers.map((one) => (
          <OfferChoice
            key={one.code}
            offer={one}
            radio={form.register('offerCode', {
              required: t('account.required'),
              // Another offer is paid in other ways.
              onChange: () => form.setValue('paymentMode', ''),
            })}
          />
        ))}
      </Choices>
      {offer && <Modes form={form} offer={offer} modes={modes} chosen={chosen} error={errorOf('paymentMode')} />}
      <AgreedElsewhere ipc={ipc} level={level} modes={chosen ? [chosen, ...modes] : modes} />
      {offer && price !== 'none' && (
        <TextField
          label={t(price === 'must' ? 'licensing.price.must' : 'licensing.price.may')}
          hint={t('licensing.price.hint')}
          inputMode="decimal"
          autoComplete="off"
          after={<Unit />}
          error={errorOf('priceOffered')}
          {...form.register('priceOffered', {
            validate: (text) =>
              text.trim() === '' ||
              amountOf(text, offer.price?.currency ?? 'CNY') !== undefined ||
              t('licensing.price.wrong'),
          })}
        />
      )}
      <TextArea
        label={t('licensing.purpose')}
        hint={t('licensing.purpose.hint', { length, most: PURPOSE_LENGTH })}
        maxLength={PURPOSE_LENGTH}
        error={errorOf('purpose')}
        {...form.register('purpose', { required: t('account.required') })}
      />
    </>
  );
}

const UNIT = { paddingInlineEnd: '0.8rem' };

function Unit() {
  const t = useT();
  return <span style={UNIT}>{t('licensing.yuan')}</span>;
}

type Radio = ReturnType<UseFormReturn<ApplyValues>['register']>;

function OfferChoice({ offer, radio }: { offer: OfferFragment; radio: Radio }) {
  const t = useT();
  const label = useLabel();
  const territory = useTerritory();
  return (
    <Choice
      {...radio}
      value={offer.code}
      title={
        <>
          {label('LicenseKind', offer.kind)}
          {offer.price ? <Money amount={offer.price} /> : <span>{label('PaymentMode', offer.paymentMode)}</span>}
          {offer.useFirstPayLater && (
            <Tag tone="bloom">{t('licensing.free.tag', { months: offer.useFirstPayLater.freeMonths })}</Tag>
          )}
          {offer.negotiable && <Tag>{t('offer.negotiable')}</Tag>}
        </>
      }
    >
      <p>
        {[
          offer.code,
          t('offer.months', { months: offer.termMonths }),
          territory(offer.territory),
          offer.fieldOfUse ?? t('licensing.field.any'),
        ].join(' · ')}
      </p>
      {offer.useFirstPayLater?.terms && <p>{offer.useFirstPayLater.terms}</p>}
      {offer.note && <p>{offer.note}</p>}
    </Choice>
  );
}

function Modes({
  form,
  offer,
  modes,
  chosen,
  error,
}: {
  form: UseFormReturn<ApplyValues>;
  offer: OfferFragment;
  modes: readonly PaymentMode[];
  chosen: PaymentMode | undefined;
  error: string | undefined;
}) {
  const t = useT();
  const label = useLabel();
  const later = offer.useFirstPayLater?.modes ?? [];
  return (
    <Choices legend={t('licensing.mode')} error={error}>
      {modes.map((mode) => (
        <Choice
          key={mode}
          {...form.register('paymentMode')}
          checked={mode === chosen}
          value={mode}
          title={
            <>
              {label('PaymentMode', mode)}
              {later.includes(mode) && <Tag tone="bloom">{t('licensing.later')}</Tag>}
            </>
          }
        />
      ))}
    </Choices>
  );
}
