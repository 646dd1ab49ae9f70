import type { HTMLAttributes, ReactNode } from 'react';

import { useLabel, useLocale, useT } from '@/i18n';
import { Checkbox, SelectField, TextField } from '@/ui/Field';
import { AlertIcon } from '@/ui/icons';
import { TextArea } from '@/ui/TextArea';

import { useEditing, useEntry, useWord, type Name } from './context';
import styles from './fields.module.css';

/** The question that helps to write a field, an answer for orientation, why it matters, and what the operator said. */
export function Help({ name }: { name: string }) {
  const t = useT();
  const { prompts, notes } = useEditing();
  const prompt = prompts.get(name);
  const note = notes.get(name);
  return (
    <>
      {note && (
        <p className={styles.note}>
          <b>{t('demand.note')}</b> {note}
        </p>
      )}
      {prompt && (
        <details className={styles.help}>
          <summary>{prompt.question}</summary>
          <p>
            <b>{t('demand.help.example')}</b> {prompt.example}
          </p>
          <p>
            <b>{t('demand.help.why')}</b> {prompt.why}
          </p>
        </details>
      )}
    </>
  );
}

/** A line. */
export function Text({
  name,
  hint,
  label: own,
  type = 'text',
  mode,
  after,
}: {
  name: Name;
  hint?: ReactNode;
  label?: string;
  type?: 'text' | 'date' | 'email' | 'tel';
  mode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  after?: ReactNode;
}) {
  const { label, error, entry } = useEntry(name);
  return (
    <TextField {...entry} label={own ?? label} hint={hint} error={error} type={type} inputMode={mode} after={after} />
  );
}

/** A text in the language of the page; the other language is there for who wants it. */
export function Tongues({
  name,
  rows,
}: {
  name: 'title' | 'problem' | 'currentSolution' | 'expectedTarget';
  rows?: number;
}) {
  const t = useT();
  const { locale } = useLocale();
  const word = useWord();
  const [own, other] = locale === 'en' ? (['en', 'zh'] as const) : (['zh', 'en'] as const);
  return (
    <div className={styles.block} id={`field-${name}`} data-field={name}>
      <Tongue name={name} lang={own} rows={rows} label={word(name)} />
      <Help name={name} />
      <details className={styles.other}>
        <summary>{t(`demand.other.${other}`, { field: word(name) })}</summary>
        <Tongue name={name} lang={other} rows={rows} label={t(`demand.other.${other}`, { field: word(name) })} />
      </details>
    </div>
  );
}

function Tongue({
  name,
  lang,
  rows,
  label,
}: {
  name: 'title' | 'problem' | 'currentSolution' | 'expectedTarget';
  lang: 'zh' | 'en';
  rows: number | undefined;
  label: string;
}) {
  const { refusals } = useEditing();
  const { entry, error } = useEntry(`${name}.${lang}`);
  const { locale } = useLocale();
  // What is wrong with both stands at the one that is seen.
  const whole = (lang === 'en') === (locale === 'en') ? refusals.find((one) => one.name === name)?.message : undefined;
  const common = { ...entry, label, lang, error: error ?? whole };
  return rows ? <TextArea {...common} rows={rows} /> : <TextField {...common} />;
}

/** One of a few words of the vocabulary. */
export function Choice({
  name,
  type,
  values,
  empty,
  hint,
}: {
  name: Name;
  type: string;
  values: readonly string[];
  empty: string;
  hint?: ReactNode;
}) {
  const label = useLabel();
  const { label: word, error, entry } = useEntry(name);
  return (
    <SelectField {...entry} label={word} hint={hint} error={error}>
      <option value="">{empty}</option>
      {values.map((value) => (
        <option key={value} value={value}>
          {label(type, value)}
        </option>
      ))}
    </SelectField>
  );
}

/** Several of the vocabulary. */
export function Ticks({
  name,
  type,
  values,
  hint,
}: {
  name: Name;
  type: string;
  values: readonly string[];
  hint?: string;
}) {
  const label = useLabel();
  const { label: word, error, entry } = useEntry(name);
  return (
    <fieldset className={styles.ticks} id={`field-${name}`}>
      <legend>{word}</legend>
      <Refusal text={error} />
      {hint && <p className={styles.hint}>{hint}</p>}
      <div>
        {values.map((value) => (
          <Checkbox key={value} {...entry} value={value}>
            {label(type, value)}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}

/** Yes or no. */
export function Tick({ name, children }: { name: Name; children: ReactNode }) {
  const { entry } = useEntry(name);
  return <Checkbox {...entry}>{children}</Checkbox>;
}

/** What is wrong with a group as a whole. */
export function Refusal({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <p className={styles.refusal} data-refused tabIndex={-1}>
      <AlertIcon size={16} /> {text}
    </p>
  );
}

/** In which currency an amount is typed. */
export function Currency({ name }: { name: 'budget.currency' | 'plannedInvestment.currency' }) {
  const t = useT();
  const { entry } = useEntry(name);
  return (
    <select className={styles.currency} aria-label={t('demand.currency')} {...entry}>
      {['CNY', 'USD', 'EUR', 'HKD'].map((code) => (
        <option key={code}>{code}</option>
      ))}
    </select>
  );
}
