import type { ReactNode } from 'react';

import { readFragment, type FragmentType } from '@/gql';
import { OfferFragmentDoc, type AchievementQuery, type OfferFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Money } from '@/ui/Money';

import { Example, type Examples } from './Example';
import styles from './Offers.module.css';

type Rules = AchievementQuery['rules']['nodes'];

/** The rules that someone who hears of it for the first time needs. */
const EXPLAINED = [
  'ufpl.definition',
  'ufpl.free_months_min',
  'ufpl.licensee_sizes',
  'ufpl.modes',
  'ufpl.exit_notice_days',
];

/** On which terms it can be had, one card an offer; and what "use first, pay later" is, in the words of the rules. */
export function Offers({
  offers,
  examples = [],
  rules,
}: {
  offers: readonly FragmentType<typeof OfferFragmentDoc>[];
  /** What would fall due under each, where it is asked for. */
  examples?: Examples;
  rules: Rules;
}) {
  const t = useT();
  const shown = offers.map((offer) => readFragment(OfferFragmentDoc, offer));
  const explained = EXPLAINED.map((id) => rules.find((rule) => rule.ruleId === id)).filter(
    (rule) => rule !== undefined,
  );
  return (
    <section className={styles.offers} aria-labelledby="offers">
      <h2 id="offers">{t('offer.heading', { count: shown.length })}</h2>
      {shown.length === 0 && <p>{t('offer.none.long')}</p>}
      {shown.map((offer) => (
        <OfferCard key={offer.code} offer={offer} example={examples.find((one) => one.offerCode === offer.code)} />
      ))}
      {shown.some((offer) => offer.useFirstPayLater) && explained.length > 0 && (
        <details className={styles.explained}>
          <summary>{t('offer.later.what')}</summary>
          <ul>
            {explained.map((rule) => (
              <li key={rule.ruleId}>
                <p>{rule.summary}</p>
                <p className={styles.citation}>{rule.citation}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function OfferCard({ offer, example }: { offer: OfferFragment; example: Examples[number] | undefined }) {
  const t = useT();
  const label = useLabel();
  const { list, country, percent } = useFormats();
  const later = offer.useFirstPayLater;
  return (
    <article className={later ? styles.later : styles.offer}>
      <h3>
        {label('LicenseKind', offer.kind)}
        <small>{offer.code}</small>
      </h3>
      {later && <FreeFirst months={later.freeMonths} term={offer.termMonths} />}
      <dl>
        {offer.price && (
          <Row title={t('offer.price')}>
            <Money amount={offer.price} />
            {offer.negotiable && <small> {t('offer.negotiable')}</small>}
          </Row>
        )}
        {offer.royalty && (
          <Row title={t('offer.royalty')}>
            {t('offer.royalty.rate', {
              rate: percent(offer.royalty.rateBasisPoints),
              base: label('RoyaltyBase', offer.royalty.base),
            })}
            {offer.royalty.minimumAnnual && (
              <small>
                {t('offer.royalty.minimum')} <Money amount={offer.royalty.minimumAnnual} />
              </small>
            )}
            {offer.royalty.cap && (
              <small>
                {t('offer.royalty.cap')} <Money amount={offer.royalty.cap} />
              </small>
            )}
          </Row>
        )}
        <Row title={t('offer.payment')}>{label('PaymentMode', offer.paymentMode)}</Row>
        {later && later.modes.length > 0 && (
          <Row title={t('offer.later.modes')}>{list(later.modes.map((mode) => label('PaymentMode', mode)))}</Row>
        )}
        <Row title={t('offer.term')}>{t('offer.months', { months: offer.termMonths })}</Row>
        <Row title={t('offer.territory')}>
          {list(offer.territory.map((code) => (code === 'WORLD' ? t('offer.world') : country(code))))}
        </Row>
        {offer.fieldOfUse && <Row title={t('offer.field')}>{offer.fieldOfUse}</Row>}
        {offer.priceMethod && <Row title={t('offer.priceMethod')}>{label('PriceMethod', offer.priceMethod)}</Row>}
        {later?.terms && <Row title={t('offer.later.terms')}>{later.terms}</Row>}
        {offer.note && <Row title={t('offer.note')}>{offer.note}</Row>}
      </dl>
      {example && <Example example={example} />}
    </article>
  );
}

function Row({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How much of the term is free, to scale. What falls due when is for the server to say. */
function FreeFirst({ months, term }: { months: number; term: number }) {
  const t = useT();
  const part = Math.min(100, (months / Math.max(term, months, 1)) * 100);
  return (
    <figure className={styles.free}>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles.rest} width="100" height="8" />
        <rect className={styles.first} width={part} height="8" />
      </svg>
      <figcaption>
        <b>{t('offer.later.free', { months })}</b>
        <span>{t('offer.later.term', { months: term })}</span>
      </figcaption>
    </figure>
  );
}
