import { useEffect, useState } from 'react';

import { useLabel, useT } from '@/i18n';
import { useSettled } from '@/lib/hooks';
import { tidy } from '@/lib/text';
import { LISTING_KINDS } from '@/lib/vocabulary';
import { Button } from '@/ui/Button';
import { Checkbox, SelectField, TextField } from '@/ui/Field';
import { ColumnsIcon, DownloadIcon } from '@/ui/icons';
import { Menu } from '@/ui/Menu';

import { COLUMNS, countFilters, exportOf, unfiltered, USUAL, type View } from '../model';
import styles from './FilterBar.module.css';

/** How long somebody has to stop typing before it is looked for. */
const PAUSE = 300;

/** What narrows the table down, which columns it has, and how to take it along. */
export function FilterBar({
  view,
  count,
  organizations,
  organizationId,
  onChange,
}: {
  view: View;
  /** How many the view has. */
  count: number | undefined;
  organizations: readonly { id: string; name: string }[];
  organizationId: string;
  onChange: (view: View, replace?: boolean) => void;
}) {
  const t = useT();
  const label = useLabel();
  const columns = view.cols.length ? view.cols : USUAL;
  return (
    <div className={styles.bar}>
      <Words key={view.tab} view={view} onChange={onChange} />
      {organizations.length > 1 && (
        <SelectField
          label={t('listing.filter.org')}
          value={organizationId}
          onChange={(event) => onChange({ ...view, org: event.target.value })}
        >
          {organizations.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <SelectField
        label={t('listing.filter.kind')}
        value={view.kind ?? ''}
        onChange={(event) => onChange({ ...view, kind: LISTING_KINDS.find((kind) => kind === event.target.value) })}
      >
        <option value="">{t('listing.filter.any')}</option>
        {LISTING_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {label('ListingKind', kind)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('listing.filter.trl')}
        value={view.trl ?? ''}
        onChange={(event) => onChange({ ...view, trl: Number(event.target.value) || undefined })}
      >
        <option value="">{t('listing.filter.any')}</option>
        {[1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => (
          <option key={level} value={level}>
            {t('listing.filter.trl.least', { level })}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('listing.filter.since')}
        type="date"
        value={view.since ?? ''}
        onChange={(event) => onChange({ ...view, since: event.target.value || undefined }, true)}
      />
      <div className={styles.check}>
        <Checkbox checked={view.ufpl} onChange={(event) => onChange({ ...view, ufpl: event.target.checked })}>
          {t('listing.filter.ufpl')}
        </Checkbox>
        <Checkbox checked={view.back} onChange={(event) => onChange({ ...view, back: event.target.checked })}>
          {t('listing.filter.back')}
        </Checkbox>
      </div>
      <div className={styles.tools}>
        {countFilters(view) > 0 && (
          <Button look="quiet" onClick={() => onChange(unfiltered(view))}>
            {t('listing.filter.clear')}
          </Button>
        )}
        <Menu
          label={t('listing.columns')}
          button={
            <>
              <ColumnsIcon /> {t('listing.columns')}
            </>
          }
        >
          {() => (
            <fieldset className={styles.columns}>
              <legend className="visually-hidden">{t('listing.columns')}</legend>
              {COLUMNS.map((column) => (
                <Checkbox
                  key={column}
                  checked={columns.includes(column)}
                  onChange={(event) =>
                    onChange(
                      {
                        ...view,
                        cols: COLUMNS.filter((one) => (one === column ? event.target.checked : columns.includes(one))),
                      },
                      true,
                    )
                  }
                >
                  {t(`listing.column.${column}`)}
                </Checkbox>
              ))}
            </fieldset>
          )}
        </Menu>
        <Menu
          label={t('listing.export')}
          button={
            <>
              <DownloadIcon /> {t('listing.export')}
            </>
          }
        >
          {(close) => (
            <>
              <a href={exportOf(view, organizationId)} download onClick={close}>
                {t('listing.export.view', { count: count ?? 0 })}
              </a>
              <a href={`/exports/listings.csv?organizationId=${organizationId}`} download onClick={close}>
                {t('listing.export.all')}
              </a>
              <a href={`/exports/listings.jsonl?organizationId=${organizationId}`} download onClick={close}>
                {t('listing.export.lines')}
              </a>
            </>
          )}
        </Menu>
      </div>
    </div>
  );
}

function Words({ view, onChange }: { view: View; onChange: (view: View, replace?: boolean) => void }) {
  const t = useT();
  const [words, setWords] = useState(view.q);
  const [composing, setComposing] = useState(false);
  const settled = useSettled(composing ? view.q : tidy(words), PAUSE);
  useEffect(() => {
    if (!composing && settled === tidy(words) && settled !== view.q) onChange({ ...view, q: settled }, true);
  }, [settled, words, composing, view, onChange]);
  return (
    <TextField
      label={t('listing.filter.words')}
      placeholder={t('listing.filter.words.hint')}
      type="search"
      value={words}
      onChange={(event) => setWords(event.target.value)}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      className={styles.words ?? ''}
    />
  );
}
