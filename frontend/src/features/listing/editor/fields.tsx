import type { HTMLAttributes, ReactNode } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';

import { useLabel, useT } from '@/i18n';
import { listed, type CodeKind } from '@/lib/codes';
import { CodePicker } from '@/ui/CodePicker';
import { Checkbox, SelectField, TextField } from '@/ui/Field';
import { AlertIcon } from '@/ui/icons';
import { TextArea } from '@/ui/TextArea';

import { useEditing, useEntry, useWord, type Name } from './context';
import styles from './fields.module.css';
import type { Values } from './shapes';

/** What a reviewer wrote about a field, where the field is. */
export function Note({ text }: { text: string | undefined }) {
  const t = useT();
  if (!text) return null;
  return (
    <p className={styles.note}>
      <b>{t('listing.note')}</b> {text}
    </p>
  );
}

interface Common {
  name: Name;
  hint?: ReactNode;
}

/** A line. */
export function Text({
  name,
  hint,
  type = 'text',
  mode,
  label: own,
  lang,
  after,
}: Common & {
  type?: 'text' | 'date' | 'email' | 'tel';
  mode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  label?: string;
  lang?: string;
  after?: ReactNode;
}) {
  const { label, error, note, entry } = useEntry(name);
  return (
    <div>
      <TextField
        {...entry}
        label={own ?? label}
        hint={hint}
        error={error}
        type={type}
        inputMode={mode}
        lang={lang}
        after={after}
      />
      <Note text={note} />
    </div>
  );
}

/** Several lines. */
export function Area({
  name,
  hint,
  rows = 4,
  label: own,
  lang,
}: Common & { rows?: number; label?: string; lang?: string }) {
  const { label, error, note, entry } = useEntry(name);
  return (
    <div>
      <TextArea {...entry} label={own ?? label} hint={hint} error={error} rows={rows} lang={lang} />
      <Note text={note} />
    </div>
  );
}

/** The same in Chinese and in English, side by side. */
export function Both({
  name,
  hint,
  rows,
}: {
  name: 'title' | 'abstract' | 'problem' | 'benefit' | 'scenarios' | 'appliedCases';
  hint?: ReactNode;
  rows?: number;
}) {
  const t = useT();
  const word = useWord();
  const { notes, refusals } = useEditing();
  const label = word(name);
  const Kind = rows ? Area : Text;
  return (
    <div className={styles.block} data-field={name} tabIndex={-1}>
      <Refusal text={refusals.get(name)} />
      <div className={styles.both}>
        <Kind
          name={`${name}.zh`}
          label={t('listing.in.zh', { label })}
          lang="zh"
          hint={hint}
          {...(rows ? { rows } : {})}
        />
        <Kind name={`${name}.en`} label={t('listing.in.en', { label })} lang="en" {...(rows ? { rows } : {})} />
      </div>
      <Note text={notes.get(name)} />
    </div>
  );
}

/** One of a few words of the vocabulary. */
export function Choice({
  name,
  type,
  values,
  empty,
  hint,
}: Common & { type: string; values: readonly string[]; empty?: string }) {
  const label = useLabel();
  const { label: word, error, note, entry } = useEntry(name);
  return (
    <div>
      <SelectField {...entry} label={word} hint={hint} error={error}>
        {empty !== undefined && <option value="">{empty}</option>}
        {values.map((value) => (
          <option key={value} value={value}>
            {label(type, value)}
          </option>
        ))}
      </SelectField>
      <Note text={note} />
    </div>
  );
}

/** Yes or no. */
export function Tick({ name, children }: { name: Name; children?: ReactNode }) {
  const { label, note, entry } = useEntry(name);
  return (
    <div>
      <Checkbox {...entry}>{children ?? label}</Checkbox>
      <Note text={note} />
    </div>
  );
}

/** Several of the vocabulary. */
export function Ticks({ name, type, values, hint }: Common & { type: string; values: readonly string[] }) {
  const label = useLabel();
  const { label: word, error, note, entry } = useEntry(name);
  return (
    <fieldset className={styles.ticks} data-field={name} tabIndex={-1}>
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
      <Note text={note} />
    </fieldset>
  );
}

/** Codes of a table, chosen by name. In the form they stand as one could type them. */
export function Codes({ name, kind, hint }: { name: 'industries' | 'ipc'; kind: CodeKind; hint?: ReactNode }) {
  const { label, error, note } = useEntry(name);
  const { setValue } = useFormContext<Values>();
  const { onTouch } = useEditing();
  const value = useWatch<Values, typeof name>({ name });
  return (
    <div>
      <CodePicker
        kind={kind}
        name={name}
        label={label}
        hint={hint}
        error={error}
        value={listed(value)}
        onChange={(codes) => {
          setValue(name, codes.join(', '), { shouldDirty: true });
          onTouch(name);
        }}
      />
      <Note text={note} />
    </div>
  );
}

/** What is wrong with a group as a whole. */
export function Refusal({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <p className={styles.refusal}>
      <AlertIcon size={16} /> {text}
    </p>
  );
}

/** An amount, with its currency. */
export function Amount({
  name,
  hint,
}: {
  name:
    | `offers.${number}.price`
    | `offers.${number}.royalty.minimumAnnual`
    | `offers.${number}.royalty.cap`
    | 'expectedInvestment';
  hint?: ReactNode;
}) {
  const { register } = useFormContext<Values>();
  const t = useT();
  return (
    <Text
      name={`${name}.minorUnits`}
      mode="decimal"
      hint={hint}
      after={
        <select className={styles.currency} aria-label={t('listing.currency')} {...register(`${name}.currency`)}>
          {['CNY', 'USD', 'EUR', 'HKD'].map((code) => (
            <option key={code}>{code}</option>
          ))}
        </select>
      }
    />
  );
}
