import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';

import { Bilingual } from '@/features/achievement';
import type { OrganizationKind } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { Choice, Choices } from '@/ui/Choice';
import { TextField } from '@/ui/Field';
import { SearchIcon } from '@/ui/icons';
import { ErrorBox } from '@/ui/States';

import styles from '../Advising.module.css';
import { partnersQuery } from './queries';

export interface Partner {
  organizationId: string;
  name: string;
  listingId?: string | undefined;
}

/** Finds an organization by its name or, if `withListings`, by what it offers. */
export function PartnerPicker({
  legend,
  value,
  error,
  except,
  withListings = false,
  only,
  onPick,
}: {
  legend: string;
  value: Partner | undefined;
  error: string | undefined;
  /** Who cannot be it. */
  except?: string | undefined;
  withListings?: boolean;
  /** Only organizations of this kind. */
  only?: OrganizationKind | undefined;
  onPick: (partner: Partner) => void;
}) {
  const t = useT();
  const id = useId();
  const { locale } = useLocale();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const query = useQuery(partnersQuery(asked, locale, only));
  const organizations = (query.data?.organizations.nodes ?? []).filter((one) => one.id !== except);
  const listings = withListings
    ? (query.data?.searchListings.nodes ?? []).flatMap(({ id, title, organization }) =>
        organization && organization.id !== except ? [{ id, title, organization }] : [],
      )
    : [];
  const isChosen = (partner: Partner) =>
    value?.organizationId === partner.organizationId && value.listingId === partner.listingId;
  const find = () => setAsked(text.trim());
  return (
    <div className={styles.form}>
      <div className={styles.find}>
        <TextField
          label={t(withListings ? 'advising.partner.find.all' : 'advising.partner.find')}
          type="search"
          value={text}
          error={value ? undefined : error}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            // Finding is not sending.
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            find();
          }}
        />
        <Button icon={<SearchIcon />} onClick={find}>
          {t('advising.partner.go')}
        </Button>
      </div>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      <p role="status" className={styles.quiet}>
        {query.data && !query.isFetching && organizations.length + listings.length === 0
          ? t('advising.partner.none')
          : value
            ? t('advising.partner.chosen', { name: value.name })
            : ''}
      </p>
      {organizations.length + listings.length > 0 && (
        <Choices legend={legend} error={error}>
          {organizations.map((one) => {
            const partner = { organizationId: one.id, name: one.name };
            return (
              <Choice
                key={one.id}
                name={`${id}-partner`}
                title={one.name}
                checked={isChosen(partner)}
                onChange={() => onPick(partner)}
              />
            );
          })}
          {listings.map((one) => {
            const partner = { organizationId: one.organization.id, name: one.organization.name, listingId: one.id };
            return (
              <Choice
                key={one.id}
                name={`${id}-partner`}
                title={one.organization.name}
                checked={isChosen(partner)}
                onChange={() => onPick(partner)}
              >
                <Bilingual texts={one.title} />
              </Choice>
            );
          })}
        </Choices>
      )}
    </div>
  );
}
