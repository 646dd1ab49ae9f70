import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import {
  AnswerIntroductionDocument,
  IntroductionLineFragmentDoc,
  RecordIntroductionDocument,
  type IntroductionLineFragment,
} from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Checkbox } from '@/ui/Field';
import { AlertIcon, PlusIcon } from '@/ui/icons';
import { Notice } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { IntroductionStateTag, Party } from '../words';
import type { Case } from './CasePage';
import { PartnerPicker, type Partner } from './PartnerPicker';
import type { Standing } from './standing';

/** Who was introduced to the client, and when, by the server's clock. */
export function Introductions({ found, standing }: { found: Case; standing: Standing }) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const made = readFragment(IntroductionLineFragmentDoc, found.introductions);
  return (
    <section className={styles.part} aria-labelledby="introductions">
      <div className={styles.partHead}>
        <h2 id="introductions">{t('advising.introductions')}</h2>
        {standing.works && found.state !== 'ACCEPTED' && (
          <Button size="s" icon={<PlusIcon size={14} />} onClick={() => setAdding(true)}>
            {t('advising.introductions.add')}
          </Button>
        )}
      </div>
      {made.length === 0 && <p className={styles.quiet}>{t('advising.introductions.none')}</p>}
      {made.length > 0 && (
        <ol className={styles.list}>
          {made.map((one) => (
            <li key={one.id}>
              <IntroductionCard introduction={one} />
            </li>
          ))}
        </ol>
      )}
      {adding && <IntroductionDialog found={found} onClose={() => setAdding(false)} />}
    </section>
  );
}

/** One introduction, wherever it is shown; with the two answers for the other side. */
export function IntroductionCard({
  introduction: one,
  withCase = false,
}: {
  introduction: IntroductionLineFragment;
  withCase?: boolean;
}) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { dateTime } = useFormats();
  const refresh = useRefresh();
  const send = useSend(AnswerIntroductionDocument);
  const [asking, setAsking] = useState<'yes' | 'no'>();
  return (
    <div className={styles.item}>
      <div className={styles.itemHead}>
        <p>
          <b>
            <Party party={one.client} /> ↔ <Party party={one.counterparty} />
          </b>
        </p>
        <span className={styles.tags}>
          <IntroductionStateTag state={one.state} />
          {one.credited && <Tag tone="leaf">{t('advising.introductions.first')}</Tag>}
          {one.noCredit && <Tag tone="clay">{label('NoCredit', one.noCredit)}</Tag>}
        </span>
      </div>
      <p className={styles.quiet}>
        <time dateTime={one.introducedAt}>{dateTime(one.introducedAt)}</time>
        {one.advisor?.name && <> · {t('advising.card.advisor', { name: one.advisor.name })}</>}
        {one.answeredAt && <> · {t('advising.introductions.answeredAt', { at: dateTime(one.answeredAt) })}</>}
      </p>
      {withCase && one.case?.title && (
        <p>
          <Link to="/work/cases/$id" params={{ id: one.case.id }}>
            <Bilingual texts={one.case.title} />
          </Link>
        </p>
      )}
      {one.listing && (
        <p>
          <Link to="/a/$id" params={{ id: one.listing.id }}>
            <Bilingual texts={one.listing.title} />
          </Link>
        </p>
      )}
      <p className={styles.said}>{one.note}</p>
      {one.viewerCanAnswer && (
        <div className={styles.buttons}>
          <Button size="s" look="primary" onClick={() => setAsking('yes')}>
            {t('advising.introductions.yes')}
          </Button>
          <Button size="s" onClick={() => setAsking('no')}>
            {t('advising.introductions.no')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={t(asking === 'no' ? 'advising.introductions.no' : 'advising.introductions.yes')}
        action={t(asking === 'no' ? 'advising.introductions.no' : 'advising.introductions.yes')}
        isDangerous={asking === 'no'}
        onReload={() => void refresh()}
        onConfirm={async () => {
          const { introductionAnswer: answer } = await send.mutateAsync({
            input: { id: one.id, expectedVersion: one.version, confirm: asking === 'yes' },
          });
          if (answer.userErrors.length === 0) {
            say(t('advising.introductions.answered'));
            void refresh();
          }
          return answer.userErrors;
        }}
      >
        <p>{t(asking === 'no' ? 'advising.introductions.no.what' : 'advising.introductions.yes.what')}</p>
      </ConfirmDialog>
    </div>
  );
}

/** Records an introduction, to somebody who is known already or who is looked for. */
export function IntroductionDialog({
  found,
  whom,
  onClose,
}: {
  found: Pick<Case, 'id' | 'client' | 'demand'>;
  whom?: Partner;
  onClose: () => void;
}) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(RecordIntroductionDocument);
  const [key] = useState(newKey);
  // Whom a demand does not name is named to the other side as soon as this is recorded.
  const isNamed = !found.demand || found.demand.visibility === 'PUBLIC';
  const none = {
    organizationId: whom?.organizationId ?? '',
    listingId: whom?.listingId ?? '',
    note: '',
    agreed: false,
  };
  const sent = useSendForm(none, async (values) => {
    const { introductionRecord: answer } = await send.mutateAsync({
      input: {
        caseId: found.id,
        organizationId: values.organizationId,
        listingId: values.listingId || null,
        note: values.note.trim(),
        idempotencyKey: key,
      },
    });
    if (answer.userErrors.length === 0) {
      say(t('advising.introductions.added'));
      onClose();
      void refresh();
    }
    return answer.userErrors;
  });
  const { form, errorOf } = sent;
  const [partner, setPartner] = useState(whom);
  form.register('organizationId', { required: t('ui.required') });
  form.register('listingId');
  return (
    <FormDialog
      title={t('advising.introductions.add')}
      action={t('advising.introductions.save')}
      sent={sent}
      onClose={onClose}
    >
      <p>{t('advising.introductions.lead')}</p>
      <Notice tone={isNamed ? 'sky' : 'bloom'}>
        {t(isNamed ? 'advising.introductions.named' : 'advising.introductions.reveals')}
      </Notice>
      <PartnerPicker
        legend={t('advising.introductions.whom')}
        withListings
        value={partner}
        except={found.client?.id}
        error={errorOf('organizationId') ?? errorOf('listingId')}
        onPick={(chosen) => {
          setPartner(chosen);
          form.setValue('organizationId', chosen.organizationId);
          form.setValue('listingId', chosen.listingId ?? '');
          form.clearErrors(['organizationId', 'listingId']);
        }}
      />
      <TextArea
        label={t('advising.introductions.note')}
        hint={t('advising.introductions.note.hint')}
        rows={3}
        maxLength={1000}
        error={errorOf('note')}
        {...form.register('note', { validate: (text) => text.trim() !== '' || t('ui.required') })}
      />
      {!isNamed && (
        <div>
          <Checkbox
            aria-invalid={errorOf('agreed') ? true : undefined}
            aria-describedby={errorOf('agreed') ? 'agreed-error' : undefined}
            {...form.register('agreed', { required: t('advising.introductions.agreed.missing') })}
          >
            {t('advising.introductions.agreed')}
          </Checkbox>
          {errorOf('agreed') && (
            <p id="agreed-error" className={styles.wrong}>
              <AlertIcon size={16} /> {errorOf('agreed')}
            </p>
          )}
        </div>
      )}
    </FormDialog>
  );
}
