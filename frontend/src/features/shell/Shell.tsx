import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';

import { AccountMenu, forgetAll, useViewer } from '@/features/account';
import { needArea, useT } from '@/i18n';
import { onSessionChange } from '@/lib/session';
import { BuildingIcon, FlaskIcon, SearchIcon } from '@/ui/icons';
import { Mark } from '@/ui/Mark';
import { Toasts } from '@/ui/Toast';

import { LanguageSwitch, LookSwitches } from './Switches';
import styles from './Shell.module.css';

/** What only those need who are signed in comes after the page, with its words. */
const desk = () => Promise.all([import('@/features/desk'), needArea('work')]).then(([face]) => face);
const DeskTools = lazy(() => desk().then((face) => ({ default: face.DeskTools })));
const DeskLayer = lazy(() => desk().then((face) => ({ default: face.DeskLayer })));

/** What is around every page. */
export function Shell() {
  const t = useT();
  const client = useQueryClient();
  const main = useRef<HTMLElement>(null);
  const isSignedIn = Boolean(useViewer());
  const { path, isLoading } = useRouterState({
    select: (state) => ({ path: state.location.pathname, isLoading: state.isLoading }),
  });
  // Somebody signed in or out in another tab: nothing that is shown here is theirs.
  useEffect(() => onSessionChange(() => void forgetAll(client)), [client]);
  // Whoever does not see the page is told that it is another one.
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) main.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
  return (
    <Toasts>
      <a className={styles.skip} href="#main" onClick={() => main.current?.focus()}>
        {t('shell.skip')}
      </a>
      <header className={styles.top} data-loading={isLoading || undefined}>
        <div className={styles.bar}>
          <Link to="/" className={styles.brand} aria-label={t('brand.home')}>
            <Mark />
            <b lang="zh-CN">{t('brand.zh')}</b>
            <span>{t('brand.latin')}</span>
          </Link>
          <nav className={styles.nav} aria-label={t('shell.nav')}>
            <Link
              to="/achievements"
              aria-label={t('shell.achievements')}
              activeOptions={{ includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              <SearchIcon />
              <span>{t('shell.achievements')}</span>
            </Link>
            <Link
              to="/demands"
              aria-label={t('shell.demands')}
              activeOptions={{ includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              <BuildingIcon />
              <span>{t('shell.demands')}</span>
            </Link>
            <Link
              to="/platforms"
              aria-label={t('shell.platforms')}
              activeOptions={{ includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              <FlaskIcon />
              <span>{t('shell.platforms')}</span>
            </Link>
          </nav>
          <div className={styles.tools}>
            <LookSwitches />
            <LanguageSwitch />
            {isSignedIn && (
              <Suspense fallback={<span className={styles.later} />}>
                <DeskTools />
              </Suspense>
            )}
            <AccountMenu />
          </div>
        </div>
      </header>
      {isSignedIn && (
        <Suspense fallback={null}>
          <DeskLayer />
        </Suspense>
      )}
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
      <Footer />
    </Toasts>
  );
}

function Footer() {
  const t = useT();
  return (
    <footer className={styles.foot}>
      <div className={styles.footInside}>
        <p>
          <Mark size={18} /> {t('shell.footer')}
        </p>
        <nav aria-label={t('shell.footer.nav')}>
          <a href="/graphiql">{t('shell.api')}</a>
        </nav>
        <div className={styles.footTools}>
          <LookSwitches />
        </div>
      </div>
    </footer>
  );
}
