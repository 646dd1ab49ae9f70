import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { FormattedMessage, IntlProvider, useIntl, type MessageFormatElement } from 'react-intl';

import { decimal, type Amount } from '@/lib/money';
import { keepLocale, type Locale } from '@/lib/preferences';

import type { MessageId } from './gen/ids';

export type { MessageId };
export type Messages = Record<string, MessageFormatElement[]>;

/** Each language comes when it is needed. */
const load: Record<Locale, () => Promise<{ default: unknown }>> = {
  'zh-CN': () => import('./gen/zh-CN.json'),
  en: () => import('./gen/en.json'),
};

export const loadMessages = async (locale: Locale): Promise<Messages> => (await load[locale]()).default as Messages;

interface Switch {
  locale: Locale;
  setLocale: (locale: Locale) => void;
}

const LocaleSwitch = createContext<Switch>({ locale: 'zh-CN', setLocale: () => {} });

/** The language of the page, and how to change it. */
export const useLocale = (): Switch => useContext(LocaleSwitch);

/** Everything below speaks one language; changing it keeps everything that is there. */
export function I18n({ first, messages, children }: { first: Locale; messages: Messages; children: ReactNode }) {
  const [spoken, setSpoken] = useState({ locale: first, messages });
  const setLocale = useCallback((locale: Locale) => {
    void loadMessages(locale).then((messages) => {
      keepLocale(locale);
      document.documentElement.lang = locale;
      setSpoken({ locale, messages });
    });
  }, []);
  const value = useMemo(() => ({ locale: spoken.locale, setLocale }), [spoken.locale, setLocale]);
  return (
    <LocaleSwitch.Provider value={value}>
      <IntlProvider locale={spoken.locale} messages={spoken.messages as never} onError={complain}>
        {children}
      </IntlProvider>
    </LocaleSwitch.Provider>
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
      percent: (basisPoints: number) =>
        intl.formatNumber(basisPoints / 10_000, { style: 'percent', maximumFractionDigits: 2 }),
      date: (value: string) => intl.formatDate(value, { year: 'numeric', month: 'short', day: 'numeric' }),
      dateTime: (value: string) =>
        intl.formatDate(value, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }),
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
