import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { useLabel, useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { PageHead } from '@/ui/PageHead';
import { Empty } from '@/ui/States';

import { Body, More } from './components/Body';
import { FindForm } from './components/FindForm';
import styles from './Operation.module.css';
import { Members } from './OrganizationPage';
import { findQuery, membersQuery } from './queries';
import own from './UsersPage.module.css';

const route = getRouteApi('/work/operation/users/');

/** Finds a person by the organization that they sit in: people have no list of their own. */
export function UsersPage() {
  const t = useT();
  const { q, org } = route.useSearch();
  const navigate = route.useNavigate();
  useTitle(t('operation.nav.users'));
  return (
    <div className={styles.page}>
      <PageHead title={t('operation.nav.users')} lead={t('operation.users.lead')} />
      <FindForm
        label={t('operation.organizations.find')}
        hint={t('operation.organizations.find.hint')}
        value={q}
        onFind={(text) => void navigate({ search: text ? { q: text } : {} })}
      />
      {q && !org && <Found q={q} />}
      {org && <Seats org={org} q={q} />}
      {!q && !org && <p className={styles.quiet}>{t('operation.users.begin')}</p>}
    </div>
  );
}

function Found({ q }: { q: string }) {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const query = useQuery(findQuery(q, locale));
  return (
    <Body query={query} lines={4}>
      {({ organizations }) =>
        organizations.nodes.length === 0 ? (
          <Empty title={t('operation.noneFound')}>
            <p>{t('operation.users.none')}</p>
          </Empty>
        ) : (
          <ul className={own.found}>
            {organizations.nodes.map(({ id, name, kind }) => (
              <li key={id}>
                <Link to="/work/operation/users" search={{ q, org: id }}>
                  {name}
                </Link>
                <span>{label('OrganizationKind', kind)}</span>
              </li>
            ))}
          </ul>
        )
      }
    </Body>
  );
}

function Seats({ org, q }: { org: string; q: string | undefined }) {
  const t = useT();
  const { locale } = useLocale();
  const query = useInfiniteQuery(membersQuery(org, locale));
  return (
    <Body query={query} lines={6}>
      {({ pages }) => (
        <section className={styles.part} aria-labelledby="seats">
          <h2 id="seats">{pages[0]?.organization?.name}</h2>
          <p className={styles.quiet}>
            {t('operation.members', { count: pages[0]?.organizationMembers.totalCount ?? 0 })} ·{' '}
            <Link to="/work/operation/organizations/$id" params={{ id: org }}>
              {t('operation.users.organization')}
            </Link>
            {q && (
              <>
                {' '}
                ·{' '}
                <Link to="/work/operation/users" search={{ q }}>
                  {t('operation.users.back')}
                </Link>
              </>
            )}
          </p>
          <Members nodes={pages.flatMap(({ organizationMembers }) => organizationMembers.nodes)} />
          <More query={query} />
        </section>
      )}
    </Body>
  );
}
