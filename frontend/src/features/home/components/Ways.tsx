import { useT } from '@/i18n';
import { ButtonLink } from '@/ui/Button';

import styles from './Ways.module.css';

/** What the marketplace does for whom. */
export function Ways() {
  const t = useT();
  return (
    <aside className={styles.ways} aria-label={t('home.ways')}>
      <section>
        <h2>{t('home.later.title')}</h2>
        <ol className={styles.steps}>
          <li>
            <b>{t('home.later.use')}</b>
            <span>{t('home.later.use.text')}</span>
          </li>
          <li>
            <b>{t('home.later.see')}</b>
            <span>{t('home.later.see.text')}</span>
          </li>
          <li>
            <b>{t('home.later.pay')}</b>
            <span>{t('home.later.pay.text')}</span>
          </li>
        </ol>
      </section>
      <section>
        <h2>{t('home.enterprise.title')}</h2>
        <p>{t('home.enterprise.text')}</p>
        <ButtonLink to="/register" look="primary" size="s">
          {t('home.enterprise.go')}
        </ButtonLink>
      </section>
      <section>
        <h2>{t('home.office.title')}</h2>
        <p>{t('home.office.text')}</p>
        <ButtonLink to="/login" size="s">
          {t('home.office.go')}
        </ButtonLink>
      </section>
    </aside>
  );
}
