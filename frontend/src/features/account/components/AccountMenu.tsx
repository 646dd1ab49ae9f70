import { Link, useLocation, useNavigate } from '@tanstack/react-router';

import { useT } from '@/i18n';
import { ButtonLink } from '@/ui/Button';
import { UserIcon } from '@/ui/icons';
import { Menu } from '@/ui/Menu';

import { useSignOut, useViewer } from '../queries';
import styles from './AccountMenu.module.css';

/** Who one is here, and the way in or out. */
export function AccountMenu() {
  const t = useT();
  const viewer = useViewer();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const { pathname, searchStr } = useLocation();
  if (!viewer) {
    const to = pathname === '/login' || pathname === '/register' ? undefined : pathname + searchStr;
    return (
      <span className={styles.in}>
        <ButtonLink to="/login" search={to && to !== '/' ? { to } : {}} look="quiet" size="s">
          {t('account.signIn')}
        </ButtonLink>
        <span className={styles.up}>
          <ButtonLink to="/register" look="primary" size="s">
            {t('account.signUp')}
          </ButtonLink>
        </span>
      </span>
    );
  }
  const places = viewer.memberships.flatMap(({ organization }) => organization ?? []);
  return (
    <Menu
      label={t('account.menu', { name: viewer.user.name })}
      button={
        <>
          <UserIcon />
          <span className={styles.name}>{viewer.user.name}</span>
        </>
      }
    >
      {(close) => (
        <>
          <p>
            {viewer.user.name}
            <br />
            {viewer.user.email}
          </p>
          <ul>
            {places.map(({ id, name }) => (
              <li key={id}>
                <Link to="/orgs/$id" params={{ id }} onClick={close}>
                  {name}
                </Link>
              </li>
            ))}
            <li>
              <Link to="/account" onClick={close}>
                {t('account.security')}
              </Link>
            </li>
            <li>
              <button
                type="button"
                onClick={() => {
                  close();
                  void signOut().then(() => navigate({ to: '/' }));
                }}
              >
                {t('account.signOut')}
              </button>
            </li>
          </ul>
        </>
      )}
    </Menu>
  );
}
