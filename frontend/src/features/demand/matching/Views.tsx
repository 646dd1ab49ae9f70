import { useNavigate } from '@tanstack/react-router';

import { useT } from '@/i18n';
import { SelectField } from '@/ui/Field';
import { Tabs } from '@/ui/Tabs';

import { ORDERS, readPart, SHOWS, type Order, type PartSearch, type Show } from '../work/address';
import styles from './Why.module.css';

/** What of the matches is looked at, and in which order. Both stand in the address. */
export function Views({
  demand,
  show,
  order,
  refused,
}: {
  demand: string;
  show: Show | undefined;
  order: Order | undefined;
  refused: number;
}) {
  const t = useT();
  const navigate = useNavigate();
  const searchOf = (change: { show?: Show | undefined; order?: string | undefined }): PartSearch =>
    readPart({ part: 'matches', show, order, ...change });
  return (
    <div className={styles.views}>
      <Tabs
        label={t('match.show')}
        current={show ?? 'all'}
        tabs={(['all', ...SHOWS] as const).map((key) => ({
          key,
          label: t(`match.show.${key}`),
          ...(key === 'refused' ? { count: refused } : {}),
          link: {
            to: '/work/demands/$id',
            params: { id: demand },
            search: searchOf({ show: key === 'all' ? undefined : key }) as never,
          },
        }))}
      />
      {show !== 'refused' && (
        <SelectField
          label={t('match.order')}
          hideLabel
          value={order ?? ''}
          onChange={({ target: { value } }) =>
            void navigate({
              to: '/work/demands/$id',
              params: { id: demand },
              search: searchOf({ order: value }) as never,
              resetScroll: false,
            })
          }
        >
          <option value="">{t('match.order.score')}</option>
          {ORDERS.map((one) => (
            <option key={one} value={one}>
              {t(`match.order.${one}`)}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );
}
