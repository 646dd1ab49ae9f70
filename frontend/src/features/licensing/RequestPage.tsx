import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { OfferFragmentDoc, type LicenseRequestQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { ButtonLink } from '@/ui/Button';
import { Facts } from '@/ui/Facts';
import { Money } from '@/ui/Money';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { Conditions } from './components/Conditions';
import { History } from './components/History';
import { NextStep } from './components/NextStep';
import { OfferFacts } from './components/OfferFacts';
import { Rules } from './components/Rules';
import { Party, RequestStateTag } from './components/words';
import { requestQuery } from './queries';
import styles from './RequestPage.module.css';

const route = getRouteApi('/work/requests/$id');

export type Request = NonNullable<LicenseRequestQuery['licenseRequest']>;

/** One request: what is asked for, how the test came out, what happened, and what can be done now. */
export function RequestPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(requestQuery(id, locale));
  if (query.isPending) return <Skeleton lines={14} />;
  if (query.isError) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  return query.data.licenseRequest ? <Shown request={query.data.licenseRequest} /> : <NotFound />;
}

function Shown({ request }: { request: Request }) {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const { date, dateTime } = useFormats();
  const offer = readFragment(OfferFragmentDoc, request.offer);
  const title = request.listing && pick(request.listing.title, locale)?.text;
  useTitle(t('licensing.request.of', { title: title ?? t('licensing.listing.gone') }));
  return (
    <article className={styles.page}>
      <PageHead
        above={<Link to="/work/requests">{t('licensing.requests')}</Link>}
        title={title ?? t('licensing.listing.gone')}
        tags={
          <>
            <RequestStateTag state={request.state} />
            {request.useFirstPayLater && <Tag tone="bloom">{t('licensing.later')}</Tag>}
            {request.late && <Tag tone="clay">{t('licensing.late')}</Tag>}
            <span>{t('licensing.request.at', { date: dateTime(request.createdAt) })}</span>
          </>
        }
      >
        {request.license && (
          <ButtonLink to="/work/licenses/$id" params={{ id: request.license.id }} look="primary">
            {t('licensing.request.license')}
          </ButtonLink>
        )}
      </PageHead>
      {request.reason && (
        <Notice tone="clay">
          <b>{t('licensing.request.reason')}</b>
          <p className={styles.said}>{request.reason}</p>
        </Notice>
      )}
      <div className={styles.columns}>
        <div className={styles.main}>
          <Part title={t('licensing.purpose')}>
            <p className={styles.said}>{request.purpose}</p>
          </Part>
          <Part title={t('licensing.request.terms')}>
            <OfferFacts
              offer={offer}
              more={[
                [t('licensing.mode'), label('PaymentMode', request.paymentMode)],
                [t('licensing.price.offered'), request.priceOffered && <Money amount={request.priceOffered} />],
              ]}
            />
          </Part>
          {request.checks.length > 0 && (
            <Part title={t('licensing.request.test')}>
              <Conditions conditions={request.checks} />
            </Part>
          )}
        </div>
        <aside className={styles.side}>
          <NextStep request={request} offer={offer} />
          <Part title={t('licensing.parties')}>
            <Facts
              rows={[
                [t('licensing.licensor'), <Party key="licensor" party={request.licensor} />],
                [t('licensing.licensee'), <Party key="licensee" party={request.licensee} />],
                [t('licensing.size'), request.size && label('EnterpriseSize', request.size)],
                [
                  t('licensing.replyBy'),
                  request.state === 'SUBMITTED' && (
                    <>
                      {date(request.replyBy)}
                      {request.replyByProvisional && <small> {t('licensing.replyBy.provisional')}</small>}
                    </>
                  ),
                ],
                [
                  t('licensing.achievement'),
                  request.listing && (
                    <Link to="/a/$id" params={{ id: request.listing.id }}>
                      <Bilingual texts={request.listing.title} tag={false} />
                    </Link>
                  ),
                ],
              ]}
            />
          </Part>
          <Part title={t('licensing.history')}>
            <History entries={request.history} />
          </Part>
          <Rules rules={request.ruleVersions} />
        </aside>
      </div>
    </article>
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
