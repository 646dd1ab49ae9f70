import { useCallback, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { FormattedMessage, IntlProvider, useIntl, type MessageFormatElement } from 'react-intl';

import { decimal, type Amount } from '@/lib/money';
import { keepLocale, type Locale } from '@/lib/preferences';

import type { MessageId } from './gen/ids';

export type { MessageId };
export type Messages = Record<string, MessageFormatElement[]>;

/**
 * The pages that a visitor sees, those behind the sign-in, those about demands, those about advisors, and what was agreed
 * elsewhere: nobody loads words that they do not read.
 */
export type Area = 'shell' | 'work' | 'demand' | 'advising' | 'prices';

/** Each language of each area comes when it is needed. */
const load: Record<Area, Record<Locale, () => Promise<{ default: unknown }>>> = {
  shell: { 'zh-CN': () => import('./gen/shell.zh-CN.json'), en: () => import('./gen/shell.en.json') },
  work: { 'zh-CN': () => import('./gen/work.zh-CN.json'), en: () => import('./gen/work.en.json') },
  demand: { 'zh-CN': () => import('./gen/demand.zh-CN.json'), en: () => import('./gen/demand.en.json') },
  advising: { 'zh-CN': () => import('./gen/advising.zh-CN.json'), en: () => import('./gen/advising.en.json') },
  prices: { 'zh-CN': () => import('./gen/prices.zh-CN.json'), en: () => import('./gen/prices.en.json') },
};

interface Spoken {
  locale: Locale;
  messages: Messages;
}

/** What is spoken now, in which areas, and who wants to hear of a change. */
let spoken: Spoken = { locale: 'zh-CN', messages: {} };
const areas = new Set<Area>();
const listeners = new Set<() => void>();

async function speak(locale: Locale, wanted: readonly Area[]): Promise<void> {
  const parts = await Promise.all(wanted.map((area) => load[area][locale]()));
  // Another area came meanwhile: its words are not taken away again.
  const more = [...areas].filter((area) => !wanted.includes(area));
  if (more.length > 0) return speak(locale, [...wanted, ...more]);
  spoken = { locale, messages: Object.assign({}, ...parts.map((part) => part.default)) as Messages };
  for (const area of wanted) areas.add(area);
  document.documentElement.lang = locale;
  for (const listener of listeners) listener();
}

/** Begins to speak a language. */
export const beginI18n = (locale: Locale): Promise<void> => speak(locale, ['shell']);

/** Loads the words of an area, in the language that is spoken. For loaders of routes. */
export const needArea = (area: Area): Promise<void> =>
  areas.has(area) ? Promise.resolve() : speak(spoken.locale, [...areas, area]);

function setLocale(locale: Locale): void {
  void speak(locale, [...areas]).then(() => keepLocale(locale));
}

function useSpoken(): Spoken {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => spoken,
  );
}

/** The language of the page, and how to change it. */
export function useLocale(): { locale: Locale; setLocale: (locale: Locale) => void } {
  const { locale } = useSpoken();
  return useMemo(() => ({ locale, setLocale }), [locale]);
}

/** Everything below speaks one language; changing it keeps everything that is there. */
export function I18n({ children }: { children: ReactNode }) {
  const { locale, messages } = useSpoken();
  return (
    <IntlProvider locale={locale} messages={messages as never} onError={complain}>
      {children}
    </IntlProvider>
  );
}

function complain(error: unknown): void {
  if (import.meta.env.DEV) console.error(error);
}

type Values = Record<string, string | number | boolean | Date | null | undefined>;
export type Translate = (id: MessageId, values?: Values) => string;

/** The text with this id in the language of the page. */
export function useT(): Translate {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values as never), [intl]);
}

/** The text with this id, with elements in it. */
export function T({
  id,
  values,
}: {
  id: MessageId;
  values?: Record<string, ReactNode | ((parts: ReactNode[]) => ReactNode)>;
}) {
  return <FormattedMessage id={id} values={values as never} />;
}

/** Dates, numbers and amounts as the language writes them. */
export function useFormats() {
  const intl = useIntl();
  return useMemo(
    () => ({
      number: (value: number) => intl.formatNumber(value),
      /** With two digits after the point, so that what is shown adds up. */
      figure: (value: number) =>
        intl.formatNumber(Math.abs(value) < 0.005 ? 0 : value, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
      percent: (basisPoints: number) =>
        intl.formatNumber(basisPoints / 10_000, { style: 'percent', maximumFractionDigits: 2 }),
      date: (value: string) => intl.formatDate(value, { year: 'numeric', month: 'short', day: 'numeric' }),
      dateTime: (value: string) =>
        intl.formatDate(value, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }),
      time: (value: string) => intl.formatTime(value),
      /** A day with everything: which weekday, which year. */
      longDate: (day: string) => intl.formatDate(`${day}T00:00:00Z`, { dateStyle: 'full', timeZone: 'UTC' }),
      weekday: (day: string) => intl.formatDate(`${day}T00:00:00Z`, { weekday: 'short', timeZone: 'UTC' }),
      monthOf: (day: string) =>
        intl.formatDate(`${day}T00:00:00Z`, { year: 'numeric', month: 'long', timeZone: 'UTC' }),
      month: (number: number) => intl.formatDate(Date.UTC(2026, number - 1), { month: 'short', timeZone: 'UTC' }),
      money: (amount: Amount) =>
        intl.formatNumber(decimal(amount) as never, {
          style: 'currency',
          currency: amount.currency,
          currencyDisplay: 'narrowSymbol',
          ...(decimal(amount).endsWith('.00') ? { maximumFractionDigits: 0 } : {}),
        }),
      list: (values: string[]) => intl.formatList(values, { type: 'conjunction', style: 'narrow' }),
      country: (code: string) => intl.formatDisplayName(code, { type: 'region' }) ?? code,
    }),
    [intl],
  );
}

/** The label of a value of an enum; a value that this build does not know is shown as it is. */
export function useLabel() {
  const intl = useIntl();
  return useCallback(
    (type: string, value: string) => {
      const id = `enum.${type}.${value}` as MessageId;
      return intl.messages[id] ? intl.formatMessage({ id }) : value;
    },
    [intl],
  );
}
