import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';

import { useLocale, useT } from '@/i18n';
import { codesQuery, entryOf, findCodes, nameOf, pathOf, typedCodes, type Code, type CodeKind } from '@/lib/codes';

import styles from './CodePicker.module.css';
import field from './Field.module.css';
import { cx } from './cx';
import { AlertIcon, SearchIcon } from './icons';
import { Chip } from './Tag';

interface Props {
  kind: CodeKind;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** The codes that are chosen. */
  value: readonly string[];
  onChange: (codes: string[]) => void;
  /** Whether there can be one at most: another one takes its place. */
  isSingle?: boolean;
  name?: string;
  /** Hears what was typed and is no code, as soon as the line is left; nothing once it is gone. */
  onUnread?: (text: string | undefined) => void;
  ref?: Ref<HTMLInputElement>;
}

/**
 * Codes of a table, looked for by name or by code. What is chosen stands as chips; who knows a code types it, also where
 * the table did not come.
 */
export function CodePicker({
  kind,
  label,
  hint,
  error,
  value,
  onChange,
  isSingle = false,
  name,
  onUnread,
  ref,
}: Props) {
  const t = useT();
  const id = useId();
  const { locale } = useLocale();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [unread, noteUnread] = useState<string>();
  const [isWanted, setWanted] = useState(false);
  const { data } = useQuery({ ...codesQuery(kind), enabled: isWanted || value.length > 0 });
  const byCode = useMemo(() => new Map((data ?? []).map((code) => [code.code, code])), [data]);
  const found = useMemo(() => findCodes(data ?? [], text), [data, text]);
  const isShown = isOpen && text.trim() !== '';
  const here = Math.min(at, found.length - 1);
  const wrong = error ?? (unread === undefined ? undefined : t('ui.codes.unread', { text: unread }));
  const told = [wrong ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ');

  const setUnread = (told: string | undefined) => {
    noteUnread(told);
    onUnread?.(told);
  };
  const add = (codes: readonly string[]) => {
    onChange(isSingle ? codes.slice(-1) : [...new Set([...value, ...codes])]);
    setText('');
    setUnread(undefined);
    setOpen(false);
  };
  /** Takes what was typed for what it is, if it is codes. */
  const read = (): boolean => {
    const typed = typedCodes(kind, text);
    if (typed && typed.length > 0) add(typed);
    return typed !== undefined;
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const last = found.length - 1;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setWanted(true);
      setOpen(true);
      if (!isShown) return;
      if (event.key === 'ArrowDown') setAt(here >= last ? 0 : here + 1);
      else setAt(here <= 0 ? last : here - 1);
    } else if (event.key === 'Enter' && text.trim() !== '') {
      // The form is not sent while something is looked for.
      event.preventDefault();
      const chosen = isShown ? found[here] : undefined;
      if (chosen) add([chosen.code]);
      else if (!read()) setUnread(text.trim());
    } else if (event.key === 'Escape' && isShown) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'Backspace' && text === '' && value.length > 0) onChange(value.slice(0, -1));
  };
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        {label}
      </label>
      {value.length > 0 && (
        <ul className={styles.chosen} aria-label={t('ui.codes.chosen', { label })}>
          {value.map((code) => {
            const known = entryOf(code, byCode);
            const title = known ? nameOf(known, locale) : code;
            return (
              <li key={code}>
                <Chip
                  onRemove={() => onChange(value.filter((one) => one !== code))}
                  removeLabel={t('ui.codes.remove', { name: title === code ? code : `${title} ${code}` })}
                >
                  {known ? `${title} ` : ''}
                  <span className={styles.code}>{code}</span>
                </Chip>
              </li>
            );
          })}
        </ul>
      )}
      <div className={styles.around}>
        <div className={cx(field.box, wrong !== undefined && field.wrong)}>
          <input
            id={id}
            ref={ref}
            name={name}
            type="text"
            role="combobox"
            className={field.input}
            aria-expanded={isShown && found.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={isShown && here >= 0 ? `${id}-${here}` : undefined}
            aria-invalid={wrong ? true : undefined}
            aria-describedby={told || undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={t('ui.codes.find')}
            value={text}
            onFocus={() => setWanted(true)}
            onBlur={() => {
              setOpen(false);
              setUnread(read() ? undefined : text.trim());
            }}
            onChange={({ target }) => {
              setText(target.value);
              setAt(0);
              setOpen(true);
              setUnread(undefined);
            }}
            onKeyDown={press}
          />
          <span className={styles.glass}>
            <SearchIcon size={16} />
          </span>
        </div>
        <ul
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          className={styles.list}
          hidden={!isShown || found.length === 0}
        >
          {isShown &&
            found.map((code, place) => (
              // The line keeps the focus and hears the keys.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <li
                key={code.code}
                id={`${id}-${place}`}
                role="option"
                aria-selected={place === here}
                onMouseDown={(event) => event.preventDefault()}
                onMouseMove={() => setAt(place)}
                onClick={() => add([code.code])}
              >
                <Entry code={code} path={pathOf(code, byCode)} />
              </li>
            ))}
        </ul>
        {isShown && data && found.length === 0 && typedCodes(kind, text) === undefined && (
          <p className={styles.nothing}>{t('ui.codes.none')}</p>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {isShown && data ? t('ui.codes.count', { count: found.length }) : ''}
      </p>
      {wrong && (
        <p id={`${id}-error`} className={field.error}>
          <AlertIcon size={16} />
          {wrong}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className={field.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

function Entry({ code, path }: { code: Code; path: readonly Code[] }) {
  const t = useT();
  const { locale } = useLocale();
  return (
    <>
      <span className={styles.code}>{code.code}</span>
      <span>
        {nameOf(code, locale)}
        {path.length > 0 && <small>{path.map((over) => nameOf(over, locale)).join(t('ui.codes.part'))}</small>}
      </span>
    </>
  );
}
