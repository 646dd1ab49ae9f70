import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

import { useViewer } from '@/features/account';
import { readFragment } from '@/gql';
import { ImportSummaryFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Stepper } from '@/ui/Stepper';
import { Empty } from '@/ui/States';

import { CheckStep } from './components/CheckStep';
import { MapStep } from './components/MapStep';
import { ReviewStep } from './components/ReviewStep';
import { UploadStep } from './components/UploadStep';
import styles from './imports.module.css';
import { importers, wizardOf } from './address';
import { STEPS, stepOf } from './model';
import { runQuery } from './queries';

const route = getRouteApi('/work/imports/new');

/** The way of a file into the office's listings, or the enterprise's demands. The address says how far it is: leave, come back, go on. */
export function NewImportPage() {
  const t = useT();
  const search = route.useSearch();
  const seats = useViewer()?.memberships ?? [];
  const { locale } = useLocale();
  const checked = useQuery({ ...runQuery(search.check ?? '', locale), enabled: search.check !== undefined });
  const run = checked.data?.importRun;
  const wizard = wizardOf(seats, search.org, run ? readFragment(ImportSummaryFragmentDoc, run) : undefined);
  const office = wizard?.office;
  // Who imports nothing reads so; until then the words of an office stand.
  const kind = wizard?.kind ?? 'LISTING';
  const step = stepOf(search);
  const heading = useRef<HTMLHeadingElement>(null);
  // A file that is checked again begins a step anew, too.
  const place = `${step} ${search.check ?? ''}`;
  const shown = useRef(place);
  useTitle(t('imports.new.title', { step: t(`imports.step.${step}`) }));
  useEffect(() => {
    if (shown.current !== place) heading.current?.focus();
    shown.current = place;
  }, [place]);
  return (
    <div className={styles.page}>
      <p className={styles.back}>
        <Link to="/work/imports" search={office ? { org: office } : {}}>
          {t('work.nav.imports')}
        </Link>
      </p>
      <h1>{t('imports.new', { kind })}</h1>
      <Stepper
        label={t('imports.steps')}
        steps={STEPS.map((one) => t(`imports.step.${one}`))}
        current={STEPS.indexOf(step)}
      />
      <h2 ref={heading} tabIndex={-1} className={styles.heading}>
        {step === 'upload' ? t('imports.heading.upload', { kind }) : t(`imports.heading.${step}`)}
      </h2>
      {!office && <Empty title={t('imports.noOffice')} />}
      {office && step === 'upload' && <UploadStep office={office} kind={kind} seats={importers(seats)} />}
      {office && search.upload && step === 'map' && (
        <MapStep key={search.upload} office={office} kind={kind} upload={search.upload} name={search.name ?? ''} />
      )}
      {search.check && step === 'check' && <CheckStep key={search.check} id={search.check} />}
      {search.check && step === 'review' && <ReviewStep id={search.check} />}
    </div>
  );
}
