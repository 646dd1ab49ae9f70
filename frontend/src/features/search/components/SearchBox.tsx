import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState, type KeyboardEvent } from 'react';

import { useLocale, useT } from '@/i18n';
import { useSettled } from '@/lib/hooks';
import { tidy } from '@/lib/text';
import { Button, IconButton } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { CloseIcon, SearchIcon } from '@/ui/icons';

import { suggestionsQuery } from '../queries';
import styles from './SearchBox.module.css';

const PAUSE = 150;

interface Props {
  /** What is being looked for now. */
  query: string;
  /** Looks for something, when it is entered or chosen. */
  onSearch: (query: string) => void;
  /** Looks for it while it is typed; never in the middle of a word of an input method. */
  onType?: (query: string) => void;
  large?: boolean;
}

/** Where one says what one is looking for. Suggestions below are reached with the arrows. */
export function SearchBox({ query, onSearch, onType, large = false }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(query);
  const [known, setKnown] = useState(query);
  const [composing, setComposing] = useState(false);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  if (known !== query) {
    // The address changed under us (back, a chip): it wins, unless it says what was typed.
    setKnown(query);
    if (tidy(text) !== query) setText(query);
  }

  const settled = useSettled(tidy(text), PAUSE);
  const suggesting = open && !composing && settled.length > 0;
  const { data } = useQuery({ ...suggestionsQuery(settled, locale), enabled: suggesting });
  const suggestions = suggesting && tidy(text) ? (data?.listingSuggestions ?? []).filter((one) => one !== settled) : [];
  const shown = open && suggestions.length > 0;

  const typed = (value: string) => {
    setText(value);
    setOpen(true);
    setAt(-1);
    if (!composing) onType?.(tidy(value));
  };
  const go = (value: string) => {
    setText(value);
    setOpen(false);
    setAt(-1);
    onSearch(tidy(value));
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!shown) return setOpen(true);
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const places = suggestions.length + 1;
      setAt(((at + 1 + step + places) % places) - 1);
    } else if (event.key === 'Escape') {
      if (!shown) return;
      event.preventDefault();
      setOpen(false);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(suggestions[at] ?? text);
    }
  };

  return (
    <search className={cx(styles.search, large && styles.large)}>
      <form
        role="search"
        action="/achievements"
        className={styles.box}
        onSubmit={(event) => {
          event.preventDefault();
          go(text);
        }}
      >
        <SearchIcon size={large ? 22 : 18} />
        <input
          ref={input}
          name="q"
          type="search"
          role="combobox"
          className={styles.input}
          aria-label={t('search.box.label')}
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          autoComplete="off"
          enterKeyHint="search"
          maxLength={2000}
          placeholder={t('search.box.placeholder')}
          value={text}
          onChange={(event) => typed(event.target.value)}
          onCompositionStart={() => setComposing(true)}
          onCompositionEnd={(event) => {
            setComposing(false);
            onType?.(tidy(event.currentTarget.value));
          }}
          onKeyDown={press}
          onFocus={() => text && setOpen(true)}
          onBlur={() => setOpen(false)}
        />
        {text && (
          <IconButton
            label={t('search.box.clear')}
            onClick={() => {
              setText('');
              onType?.('');
              input.current?.focus();
            }}
          >
            <CloseIcon size={16} />
          </IconButton>
        )}
        <Button type="submit" look="primary" size={large ? 'l' : 'm'}>
          {t('search.box.go')}
        </Button>
      </form>
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={t('search.box.suggestions')}
        className={styles.list}
        hidden={!shown}
      >
        {suggestions.map((one, place) => (
          // The input keeps the focus and hears the keys.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <li
            key={one}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === at}
            className={styles.option}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => go(one)}
          >
            <SearchIcon size={15} />
            {one}
          </li>
        ))}
      </ul>
    </search>
  );
}
