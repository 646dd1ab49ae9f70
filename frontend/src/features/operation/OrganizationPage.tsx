import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { AuditLineFragmentDoc, type OperationOrganizationQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { DataTable } from '@/ui/DataTable';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { Notice } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { AuditLines } from './components/AuditLines';
import { Body } from './components/Body';
import { Evidence } from './components/Evidence';
import { SizePart } from './components/SizePart';
import { Verdict } from './components/Verdict';
import { TONES } from './model';
import styles from './Operation.module.css';
import { organizationQuery } from './queries';

const route = getRouteApi('/work/operation/organizations/$id');

/** One organization before the operator: what it says, who sits in it, what was decided, and what to decide. */
export function OrganizationPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(organizationQuery(id, locale));
  return (
    <div className={styles.page}>
      <Body query={query} lines={12}>
        {(data) => (data.organization ? <Organization data={data} organization={data.organization} /> : <NotFound />)}
      </Body>
    </div>
  );
}

interface Props {
  data: OperationOrganizationQuery;
  organization: NonNullable<OperationOrganizationQuery['organization']>;
}

function Organization({ data, organization }: Props) {
  const t = useT();
  const label = useLabel();
  const { dateTime } = useFormats();
  const names = new Map(data.organizationMembers.nodes.flatMap(({ user }) => (user ? [[user.id, user.name]] : [])));
  names.set(organization.id, organization.name);
  useTitle(organization.name);
  return (
    <>
      <PageHead
        above={<Link to="/work/operation/organizations">{t('operation.nav.organizations')}</Link>}
        title={organization.name}
        tags={
          <>
            <Tag>{label('OrganizationKind', organization.kind)}</Tag>
            <Tag tone={TONES[organization.verification]}>
              {label('OrganizationVerification', organization.verification)}
            </Tag>
            {organization.pendingChange && <Tag tone="bloom">{t('operation.show.changing')}</Tag>}
            <span>{t('operation.updated', { time: dateTime(organization.updatedAt) })}</span>
          </>
        }
      >
        <Verdict organization={organization} />
      </PageHead>
      {organization.verificationNote && (
        <Notice tone="clay">
          <b>{t('operation.verdict.note')}</b>
          <p className={styles.note}>{organization.verificationNote}</p>
        </Notice>
      )}
      <Evidence organization={organization} />
      {organization.kind === 'ENTERPRISE' && <SizePart organization={organization} />}
      <section className={styles.part} aria-labelledby="members">
        <h2 id="members">{t('operation.members', { count: data.organizationMembers.totalCount })}</h2>
        <Members nodes={data.organizationMembers.nodes} />
      </section>
      <section className={styles.part} aria-labelledby="trail">
        <h2 id="trail">{t('operation.trail')}</h2>
        <AuditLines
          lines={readFragment(AuditLineFragmentDoc, data.auditEntries.nodes)}
          names={names}
          org={organization.id}
        />
        <p>
          <Link to="/work/operation/audit" search={{ org: organization.id }}>
            {t('operation.trail.all')}
          </Link>
        </p>
      </section>
    </>
  );
}

type Member = OperationOrganizationQuery['organizationMembers']['nodes'][number];

/** Who sits in an organization, each with the way to the person. */
export function Members({ nodes }: { nodes: readonly Member[] }) {
  const t = useT();
  const label = useLabel();
  const { list } = useFormats();
  return (
    <DataTable
      caption={t('operation.nav.users')}
      rows={nodes}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          title: t('operation.name'),
          isHead: true,
          cell: ({ user }) =>
            user && (
              <Link to="/work/operation/users/$id" params={{ id: user.id }}>
                {user.name}
              </Link>
            ),
        },
        { key: 'email', title: t('operation.email'), cell: ({ email }) => email ?? '–' },
        {
          key: 'roles',
          title: t('operation.roles'),
          cell: ({ roles }) => list(roles.map((role) => label('Role', role))),
        },
        {
          key: 'state',
          title: t('operation.state'),
          cell: ({ state, user }) => (
            <>
              <Tag tone={state === 'ACTIVE' ? 'leaf' : 'clay'}>{label('MembershipState', state)}</Tag>{' '}
              {user?.suspendedAt && <Tag tone="clay">{t('operation.user.suspended')}</Tag>}
            </>
          ),
        },
      ]}
    />
  );
}
