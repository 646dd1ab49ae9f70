import { useState } from 'react';

import { useLocale, useT } from '@/i18n';
import { firstSize, firstTheme, setSize, setTheme } from '@/lib/preferences';
import { IconButton } from '@/ui/Button';
import { MoonIcon, SunIcon, TextIcon } from '@/ui/icons';

import styles from './Switches.module.css';

/** The other language. Everything else stays: the address, what was typed, where one was. */
export function LanguageSwitch() {
  const t = useT();
  const { locale, setLocale } = useLocale();
  const other = locale === 'en' ? 'zh-CN' : 'en';
  return (
    <button type="button" className={styles.language} lang={other} onClick={() => setLocale(other)}>
      {t(other === 'en' ? 'language.en' : 'language.zh')}
    </button>
  );
}

/** Light or dark, and large letters. */
export function LookSwitches() {
  const t = useT();
  const [theme, setOwnTheme] = useState(firstTheme);
  const [size, setOwnSize] = useState(firstSize);
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  const large = size === 'large';
  return (
    <span className={styles.looks}>
      <IconButton
        label={t('shell.large')}
        aria-pressed={large}
        onClick={() => {
          setSize(large ? 'normal' : 'large');
          setOwnSize(large ? 'normal' : 'large');
        }}
      >
        <TextIcon />
      </IconButton>
      <IconButton
        label={t(isDark ? 'shell.light' : 'shell.dark')}
        onClick={() => {
          setTheme(isDark ? 'light' : 'dark');
          setOwnTheme(isDark ? 'light' : 'dark');
        }}
      >
        {isDark ? <SunIcon /> : <MoonIcon />}
      </IconButton>
    </span>
  );
}
