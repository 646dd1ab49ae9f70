import { useFormContext, useWatch } from 'react-hook-form';

import { AgreedElsewhere, modesOf } from '@/features/licensing';
import type { ListingEditorQuery } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { LICENSE_KINDS, TRANSFER_WAYS } from '@/lib/vocabulary';
import { Checkbox } from '@/ui/Field';
import { Notice } from '@/ui/States';

import { useEditing, useEntry } from './context';
import styles from './Editor.module.css';
import { Entries } from './Entries';
import { Amount, Area, Choice, Refusal, Text, Tick, Ticks } from './fields';
import { goTo } from './goTo';
import { words } from './input';
import type { Values } from './shapes';
import { newOffer } from './values';
import { PAYMENT_MODES, PRICE_METHODS, ROYALTY_BASES } from './vocabulary';

export type Rules = ListingEditorQuery['rules']['nodes'];

export function Offers({ rules }: { rules: Rules }) {
  const t = useT();
  const { getValues } = useFormContext<Values>();
  return (
    <>
      <Ticks name="transferWays" type="TransferWay" values={TRANSFER_WAYS} />
      <Elsewhere />
      <Entries
        name="offers"
        add={t('listing.add.offer')}
        make={() => newOffer(getValues('offers').map(({ code }) => code))}
        hint={t('listing.hint.offers')}
      >
        {(place) => <OneOffer place={place} rules={rules} />}
      </Entries>
      <div className={styles.row}>
        <Area name="cooperationNeeds" rows={3} hint={t('listing.hint.lines')} />
        <Amount name="expectedInvestment" />
      </div>
      <Tick name="entrustedBroker" />
    </>
  );
}

/** What was agreed elsewhere, for the field and the ways of payment of the draft as it stands in the form. */
function Elsewhere() {
  const [ipc, level, offers] = useWatch<Values, ['ipc', 'readiness.level', 'offers']>({
    name: ['ipc', 'readiness.level', 'offers'],
  });
  const modes = offers.flatMap(({ paymentMode, useFirstPayLater: later }) =>
    modesOf({ paymentMode, useFirstPayLater: later.offered ? later : null }),
  );
  return <AgreedElsewhere ipc={words(ipc)[0]} level={level ? Number(level) : undefined} modes={modes} onFill={goTo} />;
}

function OneOffer({ place, rules }: { place: number; rules: Rules }) {
  const t = useT();
  const at = `offers.${place}` as const;
  const base = useWatch<Values>({ name: `${at}.royalty.base` });
  return (
    <>
      <div className={styles.row}>
        <Text name={`${at}.code`} hint={t('listing.hint.code')} />
        <Choice name={`${at}.kind`} type="LicenseKind" values={LICENSE_KINDS} />
        <Text name={`${at}.termMonths`} mode="numeric" />
      </div>
      <div className={styles.row}>
        <Text name={`${at}.territory`} hint={t('listing.hint.territory')} />
        <Text name={`${at}.fieldOfUse`} hint={t('listing.hint.fieldOfUse')} />
      </div>
      <div className={styles.row}>
        <Choice name={`${at}.priceMethod`} type="PriceMethod" values={PRICE_METHODS} empty={t('listing.notChosen')} />
        <Amount name={`${at}.price`} hint={t('listing.hint.price')} />
        <Choice name={`${at}.paymentMode`} type="PaymentMode" values={PAYMENT_MODES} />
      </div>
      <div className={styles.row}>
        <Choice
          name={`${at}.royalty.base`}
          type="RoyaltyBase"
          values={ROYALTY_BASES}
          empty={t('listing.royalty.none')}
        />
        {base && <Text name={`${at}.royalty.rateBasisPoints`} mode="decimal" />}
        {base && <Amount name={`${at}.royalty.minimumAnnual`} />}
        {base && <Amount name={`${at}.royalty.cap`} />}
      </div>
      <Tick name={`${at}.negotiable`} />
      <Later place={place} rules={rules} />
      <Area name={`${at}.note`} rows={2} />
    </>
  );
}

/** What rules say, as far as it is a list. */
const listOf = (rules: Rules, id: string): string[] => {
  const value = rules.find((rule) => rule.ruleId === id)?.value;
  return Array.isArray(value) ? value.map(String) : [];
};

/** "Use first, pay later": whether, how it may be paid, how long it costs nothing. What may be chosen is in the rules. */
function Later({ place, rules }: { place: number; rules: Rules }) {
  const t = useT();
  const label = useLabel();
  const at = `offers.${place}.useFirstPayLater` as const;
  const offered = useWatch<Values>({ name: `${at}.offered` });
  const consent = useWatch<Values>({ name: 'inventorsConsent' });
  const { refusals } = useEditing();
  const modes = useEntry(`${at}.modes`);
  const rule = (id: string) => rules.find((one) => one.ruleId === id);
  const warnings = consent === 'yes' ? [] : [rule('ufpl.inventors_consent')];
  const choices = [...listOf(rules, 'ufpl.modes'), ...listOf(rules, 'ufpl.modes_if_late')];
  return (
    <div className={offered ? styles.later : undefined} data-field={at} tabIndex={-1}>
      <Tick name={`${at}.offered`}>
        <b>{t('listing.later.offered')}</b>
      </Tick>
      <Refusal text={refusals.get(at)} />
      {offered && (
        <>
          <fieldset className={styles.modes} data-field={`${at}.modes`} tabIndex={-1}>
            <legend>{modes.label}</legend>
            <Refusal text={modes.error} />
            {choices.map((mode) => (
              <Checkbox key={mode} {...modes.entry} value={mode}>
                {label('PaymentMode', mode)}
              </Checkbox>
            ))}
          </fieldset>
          <div className={styles.row}>
            <Text
              name={`${at}.freeMonths`}
              mode="numeric"
              hint={t('listing.hint.freeMonths', { choices: listOf(rules, 'ufpl.free_months_choices').join(' / ') })}
            />
            <Area name={`${at}.terms`} rows={2} />
          </div>
          {warnings.map(
            (warning) =>
              warning && (
                <Notice key={warning.ruleId} tone="sky">
                  {warning.summary} <cite>{warning.citation}</cite>
                </Notice>
              ),
          )}
        </>
      )}
    </div>
  );
}
