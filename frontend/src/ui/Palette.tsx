import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

import styles from './Palette.module.css';
import { SearchIcon } from './icons';

/** Something that can be chosen. */
export interface Choice {
  key: string;
  title: ReactNode;
  /** What kind of thing it is, or how else to reach it. */
  note?: ReactNode;
  icon?: ReactNode;
  go: () => void;
}

export interface ChoiceGroup {
  key: string;
  title: string;
  choices: readonly Choice[];
}

/**
 * One line to type into, and what it leads to. Arrows move, Enter goes, Escape closes and gives the focus back; the line
 * keeps the focus all the while.
 */
export function Palette({
  label,
  placeholder,
  text,
  onText,
  onClose,
  groups,
  nothing,
  foot,
}: {
  label: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  onClose: () => void;
  groups: readonly ChoiceGroup[];
  /** What to say if there is nothing to choose. */
  nothing: string;
  foot?: ReactNode;
}) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [at, setAt] = useState(0);
  const choices = groups.flatMap((group) => group.choices);
  const here = Math.min(at, choices.length - 1);
  useEffect(() => {
    const element = dialog.current;
    if (!element?.open) element?.showModal();
  }, []);
  useEffect(() => {
    document.getElementById(`${id}-${here}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, here]);
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    // The focus goes back first: what is chosen may take it elsewhere.
    dialog.current?.close();
    choice.go();
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = choices.length - 1;
    const steps: Record<string, number> = {
      ArrowDown: here >= last ? 0 : here + 1,
      ArrowUp: here <= 0 ? last : here - 1,
      PageDown: last,
      PageUp: 0,
    };
    const step = steps[event.key];
    if (step !== undefined) setAt(step);
    else if (event.key === 'Enter') choose(choices[here]);
    else return;
    event.preventDefault();
  };
  return (
    // A click on the veil is a click on the dialog itself; the keyboard has Escape.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className={styles.line}>
        <SearchIcon size={20} />
        <input
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded={choices.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={here >= 0 ? `${id}-${here}` : undefined}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          placeholder={placeholder}
          // The dialog was opened to type here.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={text}
          onChange={(event) => {
            onText(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={label} className={styles.list}>
        {groups
          .filter((group) => group.choices.length > 0)
          .map((group) => (
            <div key={group.key} role="group" aria-labelledby={`${id}-${group.key}`}>
              <p id={`${id}-${group.key}`} className={styles.group} role="presentation">
                {group.title}
              </p>
              {group.choices.map((choice) => {
                const own = choices.indexOf(choice);
                return (
                  // The line keeps the focus and hears the keys.
                  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
                  <div
                    key={choice.key}
                    id={`${id}-${own}`}
                    role="option"
                    aria-selected={own === here}
                    className={styles.choice}
                    onMouseDown={(event) => event.preventDefault()}
                    onMouseMove={() => setAt(own)}
                    onClick={() => choose(choice)}
                  >
                    {choice.icon}
                    <span className={styles.title}>{choice.title}</span>
                    {choice.note && <span className={styles.note}>{choice.note}</span>}
                  </div>
                );
              })}
            </div>
          ))}
      </div>
      {choices.length === 0 && <p className={styles.nothing}>{nothing}</p>}
      <p className="visually-hidden" role="status">
        {choices.length === 0 ? nothing : ''}
      </p>
      {foot && <div className={styles.foot}>{foot}</div>}
    </dialog>
  );
}
