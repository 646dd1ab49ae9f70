import { useState } from 'react';

import { useSend } from '@/features/account';
import { readFragment } from '@/gql';
import {
  CaseTieFragmentDoc,
  ConsentToTieDocument,
  DiscloseTieDocument,
  IntroductionLineFragmentDoc,
  type CaseTieFragment,
  type ConflictHandling,
  type ConflictKind,
} from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Choice, Choices } from '@/ui/Choice';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { SelectField } from '@/ui/Field';
import { Tag } from '@/ui/Tag';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { HANDLINGS, TIES } from '../vocabulary';
import type { Case } from './CasePage';
import type { Standing } from './standing';

/** Ties of the advisor with a party that were disclosed in this case, and what the parties say to them. */
export function Ties({ found, standing }: { found: Case; standing: Standing }) {
  const t = useT();
  const [telling, setTelling] = useState(false);
  const ties = readFragment(CaseTieFragmentDoc, found.conflicts);
  const mayTell = standing.has && !found.state.startsWith('CLOSED');
  if (ties.length === 0 && !mayTell) return null;
  return (
    <section className={styles.part} aria-labelledby="ties">
      <h2 id="ties">{t('advising.ties')}</h2>
      {ties.length === 0 && <p className={styles.quiet}>{t('advising.ties.none')}</p>}
      {ties.length > 0 && (
        <ul className={styles.list}>
          {ties.map((tie) => (
            <TieLine key={tie.id} tie={tie} />
          ))}
        </ul>
      )}
      {mayTell && (
        <div>
          <Button size="s" onClick={() => setTelling(true)}>
            {t('advising.ties.tell')}
          </Button>
        </div>
      )}
      {telling && <TieDialog found={found} onClose={() => setTelling(false)} />}
    </section>
  );
}

const TONES = { OPEN: 'bloom', CONSENTED: 'leaf', REFUSED: 'clay', RECUSED: 'plain', LAPSED: 'plain' } as const;

/** One tie; with the two answers for who has to give one. */
export function TieLine({ tie }: { tie: CaseTieFragment }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { date } = useFormats();
  const refresh = useRefresh();
  const send = useSend(ConsentToTieDocument);
  const [asking, setAsking] = useState<'yes' | 'no'>();
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        <p>
          <b>{label('ConflictKind', tie.kind)}</b> <span>{tie.organization?.name}</span>
        </p>
        <Tag tone={TONES[tie.state]}>{label('CaseConflictState', tie.state)}</Tag>
      </div>
      <p className={styles.said}>{tie.note}</p>
      <p className={styles.quiet}>
        {[
          tie.advisor?.name,
          label('ConflictHandling', tie.handling),
          t('advising.ties.told', { date: date(tie.declaredAt) }),
          tie.clientConsentedAt && t('advising.ties.client', { date: date(tie.clientConsentedAt) }),
          tie.counterpartyConsentedAt && t('advising.ties.counterparty', { date: date(tie.counterpartyConsentedAt) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {tie.viewerCanConsent && (
        <div className={styles.buttons}>
          <Button size="s" look="primary" onClick={() => setAsking('yes')}>
            {t('advising.ties.yes')}
          </Button>
          <Button size="s" onClick={() => setAsking('no')}>
            {t('advising.ties.no')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={t(asking === 'no' ? 'advising.ties.no' : 'advising.ties.yes')}
        action={t(asking === 'no' ? 'advising.ties.no' : 'advising.ties.yes')}
        isDangerous={asking === 'no'}
        onReload={() => void refresh()}
        onConfirm={async () => {
          const { caseConflictConsent: answer } = await send.mutateAsync({
            input: { id: tie.id, expectedVersion: tie.version, consent: asking === 'yes' },
          });
          if (answer.userErrors.length === 0) {
            say(t('advising.ties.answered'));
            void refresh();
          }
          return answer.userErrors;
        }}
      >
        <p>{t(asking === 'no' ? 'advising.ties.no.what' : 'advising.ties.yes.what')}</p>
      </ConfirmDialog>
    </li>
  );
}

/** With whom there can be a tie: both sides, and everybody who was introduced. */
function partiesOf(found: Case): { id: string; name: string }[] {
  const introduced = readFragment(IntroductionLineFragmentDoc, found.introductions);
  const parties = [found.client, found.counterparty, ...introduced.map(({ counterparty }) => counterparty)];
  return [...new Map(parties.flatMap((party) => (party ? [[party.id, party] as const] : []))).values()];
}

function TieDialog({ found, onClose }: { found: Case; onClose: () => void }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(DiscloseTieDocument);
  const introduced = found.introductions.length;
  const parties = partiesOf(found);
  const sent = useSendForm(
    {
      kind: 'EMPLOYMENT' as ConflictKind,
      organizationId: parties[0]?.id ?? '',
      note: '',
      handling: 'RECUSE' as ConflictHandling,
    },
    async (values) => {
      const { caseConflictDisclose: answer } = await send.mutateAsync({
        input: { ...values, note: values.note.trim(), caseId: found.id, expectedVersion: found.version },
      });
      if (answer.userErrors.length === 0) {
        say(t('advising.ties.done'));
        onClose();
        void refresh();
      }
      return answer.userErrors;
    },
  );
  const { form, errorOf } = sent;
  return (
    <FormDialog title={t('advising.ties.tell')} action={t('advising.ties.send')} sent={sent} onClose={onClose}>
      <p>{t(introduced > 0 ? 'advising.ties.lead.introduced' : 'advising.ties.lead')}</p>
      <SelectField
        label={t('advising.ties.with')}
        error={errorOf('organizationId')}
        {...form.register('organizationId')}
      >
        {parties.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('advising.ties.kind')} error={errorOf('kind')} {...form.register('kind')}>
        {TIES.map((kind) => (
          <option key={kind} value={kind}>
            {label('ConflictKind', kind)}
          </option>
        ))}
      </SelectField>
      <TextArea
        label={t('advising.ties.note')}
        hint={t('advising.ties.note.hint')}
        rows={3}
        maxLength={1000}
        error={errorOf('note')}
        {...form.register('note', { validate: (text) => text.trim() !== '' || t('ui.required') })}
      />
      <Choices legend={t('advising.ties.handling')} error={errorOf('handling')}>
        {HANDLINGS.map((handling) => (
          <Choice
            key={handling}
            value={handling}
            title={label('ConflictHandling', handling)}
            {...form.register('handling')}
          >
            {t(`advising.ties.handling.${handling}`)}
          </Choice>
        ))}
      </Choices>
    </FormDialog>
  );
}
