import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { readFragment } from '@/gql';
import { AuditLineFragmentDoc, type OperationUserQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { CopyField } from '@/ui/CopyField';
import { Facts } from '@/ui/Facts';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { Notice } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { AuditLines } from './components/AuditLines';
import { Body } from './components/Body';
import { UserActions } from './components/UserActions';
import styles from './Operation.module.css';
import { userQuery, usePower } from './queries';

const route = getRouteApi('/work/operation/users/$id');

/** One person before the operator: the account, what happened to it, and what may be done with it. */
export function UserPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(userQuery(id, locale));
  return (
    <div className={styles.page}>
      <Body query={query} lines={10}>
        {(data) => (data.node?.__typename === 'User' ? <Person user={data.node} trail={data} /> : <NotFound />)}
      </Body>
    </div>
  );
}

type User = Extract<NonNullable<OperationUserQuery['node']>, { __typename: 'User' }>;

function Person({ user, trail }: { user: User; trail: OperationUserQuery }) {
  const t = useT();
  const label = useLabel();
  const { dateTime } = useFormats();
  const viewer = useViewer();
  const decides = usePower();
  const isSelf = viewer?.user.id === user.id;
  useTitle(user.name);
  return (
    <>
      <PageHead
        above={<Link to="/work/operation/users">{t('operation.nav.users')}</Link>}
        title={user.name}
        tags={
          user.suspendedAt ? (
            <Tag tone="clay">{t('operation.user.suspended')}</Tag>
          ) : (
            <Tag tone="leaf">{t('operation.user.active')}</Tag>
          )
        }
      >
        {decides && !isSelf && <UserActions user={user} />}
      </PageHead>
      {decides && isSelf && <Notice>{t('operation.user.self')}</Notice>}
      <div className={styles.two}>
        <Facts
          rows={[
            [t('operation.email'), user.email],
            [
              t('operation.user.verified'),
              user.emailVerifiedAt ? dateTime(user.emailVerifiedAt) : t('operation.user.unverified'),
            ],
            [t('operation.user.locale'), user.locale && label('Locale', user.locale)],
            [t('operation.user.suspendedAt'), user.suspendedAt && dateTime(user.suspendedAt)],
          ]}
        />
        <CopyField label={t('operation.user.id')} value={user.id} />
      </div>
      <section className={styles.part} aria-labelledby="trail">
        <h2 id="trail">{t('operation.trail')}</h2>
        <AuditLines
          lines={readFragment(AuditLineFragmentDoc, trail.auditEntries.nodes)}
          names={new Map([[user.id, user.name]])}
        />
        {trail.auditEntries.totalCount > trail.auditEntries.nodes.length && (
          <Link to="/work/operation/audit" search={{ entity: user.id }}>
            {t('operation.trail.all')}
          </Link>
        )}
      </section>
    </>
  );
}
