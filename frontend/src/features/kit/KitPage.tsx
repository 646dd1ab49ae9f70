import { useState } from 'react';

import { Highlighted, OfferTerms, ReadinessGauge } from '@/features/achievement';
import { SearchBox } from '@/features/search';
import { useT } from '@/i18n';
import { ApiError, type Trouble } from '@/lib/error';
import { ActivityTimeline } from '@/ui/ActivityTimeline';
import { Button, IconButton } from '@/ui/Button';
import { DataTable } from '@/ui/DataTable';
import { Dialog } from '@/ui/Dialog';
import { Checkbox, PasswordField, SelectField, TextField } from '@/ui/Field';
import { FileDrop } from '@/ui/FileDrop';
import { FilterIcon, SearchIcon } from '@/ui/icons';
import { Menu } from '@/ui/Menu';
import { PaymentSchedule } from '@/ui/PaymentSchedule';
import { ProgressBar } from '@/ui/ProgressBar';
import { Empty, ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Stepper } from '@/ui/Stepper';
import { Tabs } from '@/ui/Tabs';
import { Chip, Tag } from '@/ui/Tag';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import { DeskParts } from './DeskParts';
import styles from './KitPage.module.css';
import { Part } from './Part';

const TROUBLES: readonly Trouble[] = [
  'offline',
  'throttled',
  'unavailable',
  'signedOut',
  'outdated',
  'forbidden',
  'absent',
  'broken',
];
const TONES = ['plain', 'bloom', 'leaf', 'clay', 'sky'] as const;

/** Every part of the house in every state, to be looked at and to be tested. */
export function KitPage() {
  const t = useT();
  const say = useToast();
  const [open, setOpen] = useState(false);
  const [checked, setChecked] = useState(true);
  const word = t('kit.word');
  return (
    <div className={styles.page}>
      <h1>{t('kit.title')}</h1>
      <Part name="Button">
        <Button look="primary" size="l">
          {word}
        </Button>
        <Button look="primary">{word}</Button>
        <Button icon={<FilterIcon />}>{word}</Button>
        <Button look="quiet">{word}</Button>
        <Button look="danger">{word}</Button>
        <Button size="s">{word}</Button>
        <Button look="primary" busy>
          {word}
        </Button>
        <Button disabled>{word}</Button>
        <IconButton label={word}>
          <SearchIcon />
        </IconButton>
      </Part>
      <Part name="Tag, Chip">
        {TONES.map((tone) => (
          <Tag key={tone} tone={tone}>
            {word}
          </Tag>
        ))}
        <Chip onRemove={() => {}} removeLabel={word}>
          {word}
        </Chip>
      </Part>
      <Part name="Field" wide>
        <TextField label={word} hint={t('kit.sentence')} />
        <TextField label={word} error={t('kit.sentence')} defaultValue={word} />
        <TextArea label={word} hint={t('kit.sentence')} />
        <TextArea label={word} error={t('kit.sentence')} defaultValue={word} />
        <PasswordField label={word} defaultValue="secret" autoComplete="off" />
        <SelectField label={word}>
          <option>{word}</option>
        </SelectField>
        <Checkbox checked={checked} onChange={() => setChecked(!checked)} count={42}>
          {word}
        </Checkbox>
        <Checkbox checked={false} disabled readOnly>
          {word}
        </Checkbox>
      </Part>
      <Part name="Tabs" wide>
        <Tabs
          label={word}
          current="a"
          tabs={['a', 'b', 'c'].map((key, place) => ({
            key,
            label: word,
            count: place * 3,
            isWaiting: key === 'b',
            link: { to: key === 'a' ? '/__kit' : '/' },
          }))}
        />
      </Part>
      <Part name="ActivityTimeline" wide>
        <ActivityTimeline
          label={word}
          activities={(['leaf', 'clay', 'bloom', 'plain'] as const).map((tone, place) => ({
            id: tone,
            at: `2026-11-2${6 - (place >> 1)}T08:30:00Z`,
            who: word,
            what: word,
            tone,
            note: tone === 'clay' && t('kit.sentence'),
          }))}
        />
      </Part>
      <Part name="SearchBox" wide>
        <SearchBox query="" onSearch={() => {}} />
        <SearchBox large query={word} onSearch={() => {}} />
      </Part>
      <Part name="Notice" wide>
        {(['sky', 'bloom', 'leaf', 'clay'] as const).map((tone) => (
          <Notice key={tone} tone={tone}>
            {t('kit.sentence')}
          </Notice>
        ))}
      </Part>
      <Part name="ErrorBox" wide>
        {TROUBLES.map((trouble) => (
          <ErrorBox
            key={trouble}
            error={
              new ApiError(trouble, { requestId: '0198f3c2', ...(trouble === 'throttled' ? { retryAfter: 7 } : {}) })
            }
            onRetry={() => {}}
          />
        ))}
      </Part>
      <Part name="Stepper, ProgressBar, FileDrop" wide>
        <Stepper label={t('kit.title')} steps={[1, 2, 3, 4].map((step) => `${word} ${step}`)} current={2} />
        <ProgressBar label={word} value={42} max={100}>
          {t('kit.share')}
        </ProgressBar>
        <ProgressBar label={word} />
        <FileDrop label={word} button={t('kit.open')} hint={t('kit.sentence')} accept=".csv" onFile={() => {}} />
        <FileDrop
          label={word}
          button={t('kit.open')}
          hint={t('kit.sentence')}
          error={t('kit.sentence')}
          accept=".csv"
          onFile={() => {}}
        />
      </Part>
      <Part name="Skeleton, Empty" wide>
        <Skeleton lines={4} />
        <Empty title={t('kit.sentence')}>
          <Button look="primary">{word}</Button>
        </Empty>
      </Part>
      <Part name="Dialog, Menu, Toast">
        <Button onClick={() => setOpen(true)}>{t('kit.open')}</Button>
        <Dialog
          open={open}
          onClose={() => setOpen(false)}
          title={word}
          footer={
            <Button look="primary" onClick={() => setOpen(false)}>
              {word}
            </Button>
          }
        >
          <p>{t('kit.sentence')}</p>
        </Dialog>
        <Menu label={t('kit.menu')} button={word}>
          {(close) => (
            <button type="button" onClick={close}>
              {word}
            </button>
          )}
        </Menu>
        <Button onClick={() => say(t('kit.sentence'))}>{t('kit.say')}</Button>
      </Part>
      <Part name="ReadinessGauge">
        {[1, 4, 6, 9, undefined].map((level) => (
          <ReadinessGauge key={String(level)} level={level} />
        ))}
        <ReadinessGauge wide level={7} />
      </Part>
      <Part name="OfferTerms">
        <OfferTerms
          more={2}
          offer={{
            kind: 'NON_EXCLUSIVE',
            paymentMode: 'LUMP_SUM',
            negotiable: true,
            price: { currency: 'CNY', minorUnits: '12000000' },
            useFirstPayLater: { freeMonths: 12 },
          }}
        />
        <OfferTerms more={0} offer={{ kind: 'EXCLUSIVE', paymentMode: 'ROYALTY', negotiable: false }} />
        <OfferTerms more={0} offer={undefined} />
      </Part>
      <Part name="Highlighted">
        <p>
          <Highlighted
            spans={[
              { text: word, matched: true },
              { text: word, matched: false },
            ]}
          />
        </p>
      </Part>
      <Part name="PaymentSchedule" wide>
        <PaymentSchedule
          freeFirst
          startsOn="2026-11-26"
          endsOn="2030-05-26"
          payments={['2027-11-26', '2028-02-26', '2028-05-26', '2030-02-26'].map((dueOn, place) => ({
            ordinal: place + 1,
            dueOn,
            trigger: 'DATE',
            state: place === 0 ? 'DUE' : 'SCHEDULED',
            amount: { currency: 'CNY', minorUnits: '2000000' },
          }))}
          sources={[{ summary: t('kit.sentence'), citation: word }]}
        />
        <PaymentSchedule startsOn="2026-11-26" payments={[]} />
      </Part>
      <Part name="DataTable" wide>
        <DataTable
          caption={word}
          rows={[1, 2, 3]}
          rowKey={String}
          columns={[
            { key: 'a', title: word, isHead: true, cell: (row) => `${word} ${row}` },
            { key: 'b', title: word, sorted: 'descending', onSort: () => {}, cell: () => t('kit.sentence') },
            { key: 'c', title: word, isNumber: true, onSort: () => {}, cell: (row) => row * 1000 },
          ]}
        />
      </Part>
      <DeskParts />
    </div>
  );
}
