import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Button, ButtonLink } from '@/ui/Button';
import { SelectField } from '@/ui/Field';
import { PlusIcon } from '@/ui/icons';
import { PageHead } from '@/ui/PageHead';
import { Empty, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import { readOwn, TABS, type OwnSearch } from './address';
import { DemandTable } from './DemandTable';
import { Find } from './Find';
import { ownFilter } from './model';
import { firmsOf, rowsQuery } from './queries';
import styles from './Work.module.css';

const route = getRouteApi('/work/demands/');

/** What an enterprise looks for, in every state. */
export function OwnDemandsPage() {
  const t = useT();
  const viewer = useViewer();
  const { org } = route.useSearch();
  useTitle(t('demand.own'));
  const firms = firmsOf(viewer);
  const firm = firms.find(({ id }) => id === org) ?? firms[0];
  if (!viewer) return <Skeleton lines={10} />;
  if (!firm)
    return (
      <Empty title={t('demand.own.noFirm')}>
        <p>{t('demand.own.noFirm.text')}</p>
        <ButtonLink to="/work/organizations/new">{t('demand.own.noFirm.go')}</ButtonLink>
      </Empty>
    );
  return <Table key={firm.id} firm={firm} firms={firms} />;
}

interface Firm {
  id: string;
  name: string;
}

function Table({ firm, firms }: { firm: Firm; firms: readonly Firm[] }) {
  const t = useT();
  const { locale } = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(rowsQuery(ownFilter(search, firm.id), locale));
  const change = (next: OwnSearch) => void navigate({ search: () => readOwn({ ...next }), resetScroll: false });
  const isFiltered = search.tab !== undefined || search.q !== undefined;
  return (
    <div className={styles.page}>
      <PageHead title={t('demand.own')} lead={t('demand.own.lead', { name: firm.name })}>
        <ButtonLink to="/work/imports/new" search={{ org: firm.id }}>
          {t('demand.own.import')}
        </ButtonLink>
        <ButtonLink to="/work/demands/new" search={{ org: search.org }} look="primary" icon={<PlusIcon />}>
          {t('demand.new')}
        </ButtonLink>
      </PageHead>
      <Tabs
        label={t('demand.own.tabs')}
        current={search.tab ?? 'ALL'}
        tabs={TABS.map((tab) => ({
          key: tab,
          label: t(`demand.tab.${tab}`),
          link: { to: '/work/demands', search: readOwn({ ...search, tab }) as never },
        }))}
      />
      <div className={styles.filters}>
        <Find value={search.q} onFind={(q) => change({ ...search, q })} />
        {firms.length > 1 && (
          <SelectField
            label={t('demand.own.firm')}
            value={firm.id}
            onChange={(event) => change({ ...search, org: event.target.value })}
          >
            {firms.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      <DemandTable
        query={query}
        caption={t('demand.own')}
        empty={
          <Empty title={t(isFiltered ? 'demand.own.nothing' : 'demand.own.first')}>
            {isFiltered ? (
              <Button onClick={() => change(search.org ? { org: search.org } : {})}>{t('demand.filter.clear')}</Button>
            ) : (
              <p>{t('demand.own.first.text')}</p>
            )}
          </Empty>
        }
      />
    </div>
  );
}
