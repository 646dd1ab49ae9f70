import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { AuditLineFragmentDoc, type AuditLineFragment } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { PageHead } from '@/ui/PageHead';
import { Empty, Notice } from '@/ui/States';

import { AuditLines } from './components/AuditLines';
import { Body, More } from './components/Body';
import { useCounted } from './components/counted';
import { readAudit } from './address';
import { brokenLink, idsOf } from './model';
import styles from './Operation.module.css';
import { auditQuery, namesQuery } from './queries';

const route = getRouteApi('/work/operation/audit');

/** The audit trail: of the platform, or of one organization; of everything, or of one thing. */
export function AuditPage() {
  const t = useT();
  const counted = useCounted();
  const { locale } = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(auditQuery(search, locale));
  const lines = readFragment(
    AuditLineFragmentDoc,
    query.data?.pages.flatMap(({ auditEntries }) => auditEntries.nodes) ?? [],
  );
  const names = useNames([...idsOf(lines), ...(search.org ? [search.org] : [])]);
  const isFiltered = search.entity !== undefined || search.org !== undefined;
  useTitle(t('operation.nav.audit'));
  return (
    <div className={styles.page} aria-busy={query.isFetching}>
      <PageHead title={t('operation.nav.audit')} lead={t('operation.audit.lead')} />
      <form
        key={JSON.stringify(search)}
        className={styles.filters}
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ search: readAudit(Object.fromEntries(new FormData(event.currentTarget))) });
        }}
      >
        <TextField
          label={t('operation.audit.org')}
          hint={(search.org && names.get(search.org)) ?? t('operation.audit.org.hint')}
          name="org"
          defaultValue={search.org ?? ''}
          spellCheck={false}
        />
        <TextField
          label={t('operation.audit.entity')}
          hint={(search.entity && names.get(search.entity)) ?? t('operation.audit.entity.hint')}
          name="entity"
          defaultValue={search.entity ?? ''}
          spellCheck={false}
        />
        <Button type="submit">{t('operation.find')}</Button>
        {isFiltered && (
          <Button look="quiet" onClick={() => void navigate({ search: {} })}>
            {t('operation.clear')}
          </Button>
        )}
      </form>
      <Body query={query}>
        {({ pages }) => {
          const first = pages[0]?.auditEntries;
          if (lines.length === 0) return <Empty title={t(isFiltered ? 'operation.noneFound' : 'operation.none')} />;
          return (
            <>
              <p className={styles.count} role="status">
                {first && t('operation.count', { count: counted(first) })}
              </p>
              {search.entity === undefined && <Chain lines={lines} />}
              <AuditLines lines={lines} names={names} org={search.org} />
              <More query={query} />
            </>
          );
        }}
      </Body>
    </div>
  );
}

/** Whether what is shown hangs together. The whole trail is checked on the server, by the program. */
function Chain({ lines }: { lines: readonly AuditLineFragment[] }) {
  const t = useT();
  const broken = brokenLink(lines);
  return (
    <Notice tone={broken === undefined ? 'leaf' : 'clay'}>
      <p>
        {broken === undefined
          ? t('operation.audit.whole', { count: lines.length })
          : t('operation.audit.broken', { number: broken })}
      </p>
      <p className={styles.quiet}>{t('operation.audit.check', { command: 'lianqiao audit verify' })}</p>
    </Notice>
  );
}

/** What ids are called: people, organizations and listings. */
function useNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const { locale } = useLocale();
  const { data } = useQuery(namesQuery(ids, locale));
  return new Map(
    data?.nodes.flatMap((node) => {
      if (node?.__typename === 'User' || node?.__typename === 'Organization') return [[node.id, node.name]];
      if (node?.__typename === 'Listing') return [[node.id, pick(node.title, locale)?.text ?? node.id]];
      return [];
    }),
  );
}
