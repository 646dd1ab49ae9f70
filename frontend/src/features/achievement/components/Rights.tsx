import { readFragment, type FragmentType } from '@/gql';
import { IpRightRowFragmentDoc } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { DataTable } from '@/ui/DataTable';
import { Tag } from '@/ui/Tag';

import styles from './Content.module.css';

/** The rights behind it: what they are called, whether they hold, and until when. */
export function Rights({ rights }: { rights: readonly FragmentType<typeof IpRightRowFragmentDoc>[] }) {
  const t = useT();
  const label = useLabel();
  const { date, country } = useFormats();
  if (rights.length === 0) return null;
  const rows = rights.map((right) => readFragment(IpRightRowFragmentDoc, right));
  return (
    <section className={styles.section}>
      <h2>{t('achievement.rights')}</h2>
      <DataTable
        caption={t('achievement.rights')}
        rows={rows}
        rowKey={(right) => `${right.kind} ${right.number ?? right.title ?? ''}`}
        columns={[
          {
            key: 'kind',
            title: t('achievement.rights.kind'),
            isHead: true,
            cell: (right) => label('IpKind', right.kind),
          },
          { key: 'number', title: t('achievement.rights.number'), cell: (right) => right.number ?? right.title ?? '–' },
          {
            key: 'office',
            title: t('achievement.rights.office'),
            cell: (right) => (right.office ? country(right.office) : '–'),
          },
          {
            key: 'status',
            title: t('achievement.rights.status'),
            cell: (right) => (
              <>
                <Tag tone={right.status === 'IN_FORCE' ? 'leaf' : right.status === 'PENDING' ? 'sky' : 'clay'}>
                  {label('IpStatus', right.status)}
                </Tag>
                {right.pledged && <Tag tone="clay">{t('achievement.rights.pledged')}</Tag>}
              </>
            ),
          },
          {
            key: 'expires',
            title: t('achievement.rights.expires'),
            cell: (right) => (right.expiresOn ? date(right.expiresOn) : '–'),
          },
          {
            key: 'fees',
            title: t('achievement.rights.fees'),
            cell: (right) => (right.feePaidUntil ? date(right.feePaidUntil) : '–'),
          },
        ]}
      />
    </section>
  );
}
