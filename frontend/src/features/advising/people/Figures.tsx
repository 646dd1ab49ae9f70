import { readFragment, type FragmentType } from '@/gql';
import { FiguresFragmentDoc } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { Money } from '@/ui/Money';

import styles from '../Advising.module.css';

/** An advisor's figures: what others have confirmed, with what was left out beside it. */
export function Figures({ figures: masked }: { figures: FragmentType<typeof FiguresFragmentDoc> }) {
  const t = useT();
  const { number, figure, percent } = useFormats();
  const figures = readFragment(FiguresFragmentDoc, masked);
  const left = (count: number) => (count > 0 ? t('advising.figures.left', { count }) : undefined);
  const rows: [string, React.ReactNode, string | undefined][] = [
    [t('advising.figures.firms'), number(figures.firmsVisited), undefined],
    [t('advising.figures.notes'), number(figures.logsCounted), left(figures.logsNotCounted)],
    [t('advising.figures.demands'), number(figures.demandsDrafted), undefined],
    [t('advising.figures.handedIn'), number(figures.demandsHandedIn), undefined],
    [t('advising.figures.introductions'), number(figures.introductions), left(figures.introductionsNotCounted)],
    [
      t('advising.figures.contracts'),
      number(figures.contracts),
      figures.contractsPerThousand == null
        ? undefined
        : t('advising.figures.rate', { rate: percent(figures.contractsPerThousand * 10) }),
    ],
    [
      t('advising.figures.value'),
      figures.contractValue.length === 0
        ? '–'
        : figures.contractValue.map((amount) => <Money key={amount.currency} amount={amount} />),
      undefined,
    ],
    [t('advising.figures.later'), number(figures.useFirstPayLater), undefined],
    [
      t('advising.figures.accepted'),
      number(figures.accepted),
      t('advising.figures.refused', { declined: figures.declined, lapsed: figures.lapsed }),
    ],
    [
      t('advising.figures.contact'),
      figures.daysToFirstContact == null ? '–' : number(figures.daysToFirstContact),
      undefined,
    ],
    [
      t('advising.figures.followUps'),
      `${number(figures.followUpsOnTime)} / ${number(figures.followUpsDue)}`,
      undefined,
    ],
    [
      t('advising.figures.satisfaction'),
      figures.satisfaction == null ? '–' : figure(figures.satisfaction / 100),
      figures.ratings == null
        ? t('advising.figures.ratings.few')
        : t('advising.figures.ratings', { count: figures.ratings }),
    ],
  ];
  return (
    <dl className={styles.figures}>
      {rows.map(([title, value, more]) => (
        <div key={title}>
          <dt>
            {title}
            {more && <small>{more}</small>}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
