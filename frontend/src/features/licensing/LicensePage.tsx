import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { RuleShownFragmentDoc, type LicenseQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { Button } from '@/ui/Button';
import { Facts } from '@/ui/Facts';
import { PrintIcon } from '@/ui/icons';
import { Money } from '@/ui/Money';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { PaymentSchedule } from '@/ui/PaymentSchedule';
import { ErrorBox, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { Conditions } from './components/Conditions';
import { useTerritory } from './components/OfferFacts';
import { Rules } from './components/Rules';
import { LicenseStateTag, Party } from './components/words';
import styles from './LicensePage.module.css';
import { licenseQuery } from './queries';

const route = getRouteApi('/work/licenses/$id');

type License = NonNullable<LicenseQuery['license']>;

/** The rules that a schedule comes from. */
const OF_SCHEDULES = [
  'ufpl.free_months_min',
  'ufpl.anniversary',
  'licensing.recurring_dates',
  'licensing.split_rounding',
];

/** One license: what is paid when, on which terms, and what it rests on. Printed, it is a sheet for the file. */
export function LicensePage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(licenseQuery(id, locale));
  if (query.isPending) return <Skeleton lines={14} />;
  if (query.isError) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  return query.data.license ? <Shown license={query.data.license} /> : <NotFound />;
}

function Shown({ license }: { license: License }) {
  const t = useT();
  const { locale } = useLocale();
  const title = license.listing && pick(license.listing.title, locale)?.text;
  useTitle(t('licensing.license.of', { title: title ?? t('licensing.listing.gone') }));
  const rules = license.ruleVersions.map((rule) => readFragment(RuleShownFragmentDoc, rule));
  return (
    <article className={styles.page}>
      <PageHead
        above={<Link to="/work/licenses">{t('licensing.licenses')}</Link>}
        title={title ?? t('licensing.listing.gone')}
        tags={
          <>
            <LicenseStateTag state={license.state} />
            {license.useFirstPayLater && <Tag tone="bloom">{t('licensing.later')}</Tag>}
            <span>
              <Party party={license.licensor} /> → <Party party={license.licensee} />
            </span>
          </>
        }
      >
        <span className={styles.print}>
          <Button icon={<PrintIcon size={16} />} onClick={() => print()}>
            {t('licensing.print')}
          </Button>
        </span>
      </PageHead>
      <div className={styles.columns}>
        <div className={styles.main}>
          <Part title={t('licensing.schedule')}>
            <PaymentSchedule
              payments={license.schedule}
              startsOn={license.effectiveOn}
              endsOn={license.endsOn}
              freeFirst={license.useFirstPayLater}
              sources={rules.filter(({ ruleId }) => OF_SCHEDULES.includes(ruleId))}
            />
          </Part>
          {license.conditions.length > 0 && (
            <Part title={t('licensing.license.test')}>
              <Conditions conditions={license.conditions} />
            </Part>
          )}
        </div>
        <aside className={styles.side}>
          <Part title={t('licensing.license.terms')}>
            <Terms license={license} />
          </Part>
          <Rules rules={license.ruleVersions} />
        </aside>
      </div>
      <p className={styles.note}>{t('licensing.license.note')}</p>
    </article>
  );
}

function Terms({ license }: { license: License }) {
  const t = useT();
  const label = useLabel();
  const { date, percent } = useFormats();
  const territory = useTerritory();
  const { royalty, request, listing } = license;
  return (
    <Facts
      rows={[
        [t('licensing.licensor'), <Party key="licensor" party={license.licensor} />],
        [t('licensing.licensee'), <Party key="licensee" party={license.licensee} />],
        [t('licensing.size'), license.size && label('EnterpriseSize', license.size)],
        [t('licensing.kind'), label('LicenseKind', license.kind)],
        [t('licensing.runs'), t('licensing.fromTo', { from: date(license.effectiveOn), to: date(license.endsOn) })],
        [t('offer.territory'), territory(license.territory)],
        [t('offer.field'), license.fieldOfUse ?? t('licensing.field.any')],
        [t('licensing.mode'), label('PaymentMode', license.paymentMode)],
        [t('licensing.total'), <Money key="total" amount={license.total} />],
        [t('licensing.totalDue'), <Money key="due" amount={license.totalDue} />],
        [
          t('offer.royalty'),
          royalty &&
            t('offer.royalty.rate', {
              rate: percent(royalty.rateBasisPoints),
              base: label('RoyaltyBase', royalty.base),
            }),
        ],
        [t('licensing.purpose'), request?.purpose],
        [t('licensing.license.granted'), date(license.createdAt)],
        [
          t('licensing.request'),
          request && (
            <Link to="/work/requests/$id" params={{ id: request.id }}>
              {t('licensing.license.request')}
            </Link>
          ),
        ],
        [
          t('licensing.achievement'),
          listing && (
            <Link to="/a/$id" params={{ id: listing.id }}>
              <Bilingual texts={listing.title} tag={false} />
            </Link>
          ),
        ],
      ]}
    />
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
