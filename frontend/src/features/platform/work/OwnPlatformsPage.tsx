import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { PlatformTermsFragmentDoc } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button, ButtonLink } from '@/ui/Button';
import { SelectField } from '@/ui/Field';
import { PlusIcon } from '@/ui/icons';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { useTerms } from '../components/words';
import { housesOf, ownPlatformsQuery } from './queries';
import { TONES } from './tones';
import styles from './Work.module.css';

const route = getRouteApi('/work/platforms/');

/** The platforms of one's own organization, in every state. */
export function OwnPlatformsPage() {
  const t = useT();
  const viewer = useViewer();
  const { org } = route.useSearch();
  useTitle(t('platform.own'));
  const houses = housesOf(viewer);
  const house = houses.find(({ id }) => id === org) ?? houses[0];
  if (!viewer) return <Skeleton lines={8} />;
  if (!house)
    return (
      <Empty title={t('platform.own.noHouse')} level={1}>
        <ButtonLink to="/work/organizations">{t('platform.ask.verify.go')}</ButtonLink>
      </Empty>
    );
  return <List key={house.id} house={house} houses={houses} />;
}

interface House {
  id: string;
  name: string;
}

function List({ house, houses }: { house: House; houses: readonly House[] }) {
  const t = useT();
  const label = useLabel();
  const say = useTerms();
  const { locale } = useLocale();
  const { date } = useFormats();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(ownPlatformsQuery(house.id, locale));
  const rows = query.data?.pages.flatMap((page) => page.servicePlatforms.nodes) ?? [];
  const create = (
    <ButtonLink to="/work/platforms/new" search={{ org: house.id }} look="primary" icon={<PlusIcon />}>
      {t('platform.own.new')}
    </ButtonLink>
  );
  return (
    <div className={styles.page}>
      <PageHead title={t('platform.own')} lead={t('platform.own.lead', { name: house.name })}>
        {create}
      </PageHead>
      {houses.length > 1 && (
        <SelectField
          label={t('platform.own.house')}
          value={house.id}
          onChange={({ target: { value } }) => void navigate({ search: () => ({ org: value }) })}
        >
          {houses.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <section aria-label={t('platform.own')} aria-busy={query.isFetching}>
        {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
        {query.isPending && <Skeleton lines={6} />}
        {query.data && rows.length === 0 && (
          <Empty title={t('platform.own.none')}>
            <p>{t('platform.own.none.text')}</p>
          </Empty>
        )}
        {rows.length > 0 && (
          <ul className={styles.list}>
            {rows.map((row) => (
              <li key={row.id}>
                <div>
                  <Link to="/work/platforms/$id" params={{ id: row.id }} className={styles.name}>
                    <Bilingual texts={row.name} />
                  </Link>
                  <p className={styles.quiet}>
                    {[
                      row.kind && label('ServicePlatformKind', row.kind),
                      say.readiness(readFragment(PlatformTermsFragmentDoc, row)),
                      date(row.updatedAt),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </p>
                </div>
                <Tag tone={TONES[row.state]}>{label('ServicePlatformState', row.state)}</Tag>
              </li>
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('ui.more')}
          </Button>
        )}
      </section>
    </div>
  );
}
