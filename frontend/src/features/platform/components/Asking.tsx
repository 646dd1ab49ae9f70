import { Link } from '@tanstack/react-router';

import type { ServicePlatformQuery } from '@/gql/graphql';
import { useT } from '@/i18n';
import { ButtonLink } from '@/ui/Button';
import { Facts } from '@/ui/Facts';

import { askingOf } from '../model';
import styles from '../PlatformPage.module.css';

type Platform = NonNullable<ServicePlatformQuery['servicePlatform']>;

/** Whom to ask, or how one gets to know. */
export function Asking({
  id,
  contact,
  organization,
  viewer,
}: {
  id: string;
  contact: Platform['contact'];
  organization: { id: string; name: string } | null | undefined;
  viewer: ServicePlatformQuery['viewer'];
}) {
  const t = useT();
  const asking = askingOf(Boolean(contact), viewer);
  return (
    <section className={styles.ask}>
      <h2>{t('platform.ask')}</h2>
      {contact && (
        <>
          <Facts
            rows={[
              [t('platform.ask.name'), contact.name],
              [t('platform.ask.phone'), contact.phone && <a href={`tel:${contact.phone}`}>{contact.phone}</a>],
              [t('platform.ask.email'), contact.email && <a href={`mailto:${contact.email}`}>{contact.email}</a>],
            ]}
          />
          <p className={styles.quiet}>{t('platform.ask.told')}</p>
        </>
      )}
      {asking === 'signIn' && (
        <>
          <p>{t('platform.ask.signIn')}</p>
          <ButtonLink look="primary" to="/login" search={{ to: `/platforms/${id}` }}>
            {t('platform.ask.signIn.go')}
          </ButtonLink>
        </>
      )}
      {asking === 'verify' && (
        <>
          <p>{t('platform.ask.verify')}</p>
          <ButtonLink to="/work/organizations">{t('platform.ask.verify.go')}</ButtonLink>
        </>
      )}
      {asking === 'nobody' && (
        <p>
          {t('platform.ask.nobody')}{' '}
          {organization && (
            <Link to="/orgs/$id" params={{ id: organization.id }}>
              {organization.name}
            </Link>
          )}
        </p>
      )}
    </section>
  );
}
