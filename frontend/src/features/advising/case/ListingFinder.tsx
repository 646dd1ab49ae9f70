import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';

import { Bilingual } from '@/features/achievement';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { pick } from '@/lib/text';
import { Button } from '@/ui/Button';
import { Choice, Choices } from '@/ui/Choice';
import { TextField } from '@/ui/Field';
import { SearchIcon } from '@/ui/icons';
import { ErrorBox } from '@/ui/States';

import styles from '../Advising.module.css';
import { offeredQuery } from './queries';

export interface Offered {
  id: string;
  title: { zh?: string | null; en?: string | null };
}

/** Finds a published listing by what it is called or about. */
export function ListingFinder({
  value,
  error,
  except,
  onPick,
}: {
  value: Offered | undefined;
  error: string | undefined;
  /** Whose listings cannot be it. */
  except?: string | undefined;
  onPick: (found: Offered) => void;
}) {
  const t = useT();
  const id = useId();
  const { locale } = useLocale();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const query = useQuery(offeredQuery(asked, locale));
  const found = (query.data?.searchListings.nodes ?? []).filter(({ organization }) => organization?.id !== except);
  const find = () => setAsked(text.trim());
  return (
    <div className={styles.form}>
      <div className={styles.find}>
        <TextField
          label={t('advising.shortlist.find')}
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
        {query.data && !query.isFetching && found.length === 0
          ? t('advising.partner.none')
          : value
            ? t('advising.partner.chosen', { name: pick(value.title, locale)?.text ?? '' })
            : ''}
      </p>
      {found.length > 0 && (
        <Choices legend={t('advising.shortlist.which')} error={error}>
          {found.map((one) => (
            <Choice
              key={one.id}
              name={`${id}-listing`}
              title={<Bilingual texts={one.title} />}
              checked={value?.id === one.id}
              onChange={() => onPick(one)}
            >
              {one.organization?.name}
            </Choice>
          ))}
        </Choices>
      )}
    </div>
  );
}
