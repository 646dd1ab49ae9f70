import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { Bilingual } from '@/features/achievement';
import type { ApplyPageQuery } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { Button, ButtonLink } from '@/ui/Button';
import { SelectField } from '@/ui/Field';
import { NotFound } from '@/ui/NotFound';
import { Empty, ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import styles from './ApplyPage.module.css';
import { Outlook, Steps } from './components/Outlook';
import { SizeTest } from './components/SizeTest';
import { Trouble } from './components/Trouble';
import { useApply } from './components/useApply';
import { Wanted } from './components/Wanted';
import { applyQuery } from './queries';

const route = getRouteApi('/work/apply/$listing');

/** An enterprise asks for a license: what it wants, who it is, and what that comes to before it is sent. */
export function ApplyPage() {
  const { listing: id } = route.useParams();
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(applyQuery(id, locale));
  const listing = query.data?.listing;
  const viewer = query.data?.viewer;
  const title = listing && pick(listing.title, locale)?.text;
  useTitle(title ? t('licensing.apply.of', { title }) : undefined);
  if (query.isPending) return <Skeleton lines={14} />;
  if (query.isError) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  if (!listing || !viewer) return <NotFound />;
  return (
    <>
      <header className={styles.head}>
        <p>
          <Link to="/a/$id" params={{ id: listing.id }}>
            <Bilingual texts={listing.title} />
          </Link>
          {listing.organization && <span>{listing.organization.name}</span>}
        </p>
        <h1>{t('licensing.apply')}</h1>
      </header>
      {listing.offers.length === 0 ? (
        <Empty title={t('offer.none.long')} />
      ) : (
        <Form key={listing.id} listing={listing} viewer={viewer} />
      )}
    </>
  );
}

function Form({
  listing,
  viewer,
}: {
  listing: NonNullable<ApplyPageQuery['listing']>;
  viewer: NonNullable<ApplyPageQuery['viewer']>;
}) {
  const t = useT();
  const apply = useApply(listing, viewer);
  const { form, firm, firms, preview, errorOf } = apply;
  const seen = preview.data?.licenseRequestPreview;
  if (!firm) {
    return (
      <Empty title={t('licensing.firm.none')}>
        <p>{t('licensing.firm.none.text')}</p>
        <ButtonLink to="/a/$id" params={{ id: listing.id }}>
          {t('licensing.firm.back')}
        </ButtonLink>
      </Empty>
    );
  }
  const firmError = errorOf('organizationId');
  return (
    <form className={styles.page} onSubmit={(event) => void apply.submit(event)} noValidate>
      <Steps
        done={[
          Boolean(apply.offer && apply.values.purpose.trim()) && !errorOf('paymentMode') && !errorOf('priceOffered'),
          Boolean(seen?.sizeCheck) && !firmError,
          false,
        ]}
        preview={seen}
      />
      <div className={styles.parts}>
        <Part id="wanted" number={1} title={t('licensing.step.wanted')}>
          <Wanted
            form={form}
            offers={apply.offers}
            offer={apply.offer}
            ipc={listing.ipc[0]}
            level={listing.readiness?.level}
            errorOf={errorOf}
          />
        </Part>
        <Part id="firm" number={2} title={t('licensing.step.firm')}>
          {firms.length > 1 ? (
            <SelectField
              label={t('licensing.firm')}
              error={errorOf('organizationId')}
              {...form.register('organizationId')}
            >
              {firms.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectField>
          ) : (
            <p className={styles.firm}>
              <b>{firm.name}</b>
              {firm.verification === 'VERIFIED' && <Tag tone="leaf">{t('organization.verified')}</Tag>}
            </p>
          )}
          {firms.length === 1 && firmError && (
            <div role="alert">
              <Notice tone="clay">{firmError}</Notice>
            </div>
          )}
          <SizeTest firm={firm} check={seen?.sizeCheck} />
        </Part>
        <Part id="review" number={3} title={t('licensing.step.review')}>
          <Outlook query={preview} offer={apply.offer} />
          <Trouble problems={apply.problems} error={apply.error} />
          <div className={styles.go}>
            <Button type="submit" look="primary" size="l" busy={apply.busy}>
              {t('licensing.apply.go')}
            </Button>
            <p>{t('licensing.apply.after')}</p>
          </div>
        </Part>
      </div>
    </form>
  );
}

function Part({ id, number, title, children }: { id: string; number: number; title: string; children: ReactNode }) {
  return (
    <section id={id} className={styles.part} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        <i>{number}</i>
        {title}
      </h2>
      {children}
    </section>
  );
}
