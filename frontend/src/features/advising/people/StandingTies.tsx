import { useState } from 'react';

import { useSend } from '@/features/account';
import { usePower } from '@/features/operation';
import {
  ConfirmTiesDocument,
  DeclareTieDocument,
  WithdrawTieDocument,
  type AdvisorDetailFragment,
  type ConflictKind,
} from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { SelectField, TextField } from '@/ui/Field';
import { Tag } from '@/ui/Tag';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { PartnerPicker, type Partner } from '../case/PartnerPicker';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { TIES } from '../vocabulary';

type Tie = AdvisorDetailFragment['conflicts'][number];

/** Ties that hold for all cases: a case with such a party is given to somebody else. */
export function StandingTies({ advisor, isSelf }: { advisor: AdvisorDetailFragment; isSelf: boolean }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { date } = useFormats();
  const refresh = useRefresh();
  const confirm = useSend(ConfirmTiesDocument);
  const withdraw = useSend(WithdrawTieDocument);
  const [asking, setAsking] = useState<'declare' | 'confirm' | Tie>();
  const taken = typeof asking === 'object' ? asking : undefined;
  const mayChange = isSelf || advisor.viewerCanUpdate;
  return (
    <section className={styles.part} aria-labelledby="standing-ties">
      <h2 id="standing-ties">{t('advising.ties.standing')}</h2>
      <p className={styles.quiet}>{t('advising.ties.standing.lead')}</p>
      {advisor.conflicts.length === 0 && <p>{t('advising.ties.standing.none')}</p>}
      {advisor.conflicts.length > 0 && (
        <ul className={styles.list}>
          {advisor.conflicts.map((tie) => (
            <li key={tie.id} className={styles.item}>
              <div className={styles.itemHead}>
                <p>
                  <b>{label('ConflictKind', tie.kind)}</b> <span>{tie.organization?.name ?? tie.name}</span>
                </p>
                {tie.withdrawnAt ? (
                  <Tag>{t('advising.ties.withdrawn')}</Tag>
                ) : (
                  !tie.organization && <Tag tone="bloom">{t('advising.ties.inWords')}</Tag>
                )}
              </div>
              {!tie.organization && !tie.withdrawnAt && (
                <p className={styles.quiet}>{t('advising.ties.inWords.what')}</p>
              )}
              {tie.note && <p className={styles.said}>{tie.note}</p>}
              <p className={styles.quiet}>
                {[
                  t('advising.ties.told', { date: date(tie.declaredAt) }),
                  tie.endedOn && t('advising.ties.endedOn', { date: date(tie.endedOn) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {!isSelf && !tie.withdrawnAt && <WithdrawButton onClick={() => setAsking(tie)} />}
            </li>
          ))}
        </ul>
      )}
      <p className={styles.quiet}>
        {advisor.conflictsConfirmedOn
          ? t('advising.ties.confirmedOn', { date: date(advisor.conflictsConfirmedOn) })
          : t('advising.ties.unconfirmed')}
      </p>
      {mayChange && (
        <div className={styles.buttons}>
          <Button size="s" onClick={() => setAsking('declare')}>
            {t('advising.ties.declare')}
          </Button>
          {isSelf && (
            <Button
              size="s"
              look={advisor.conflictsConfirmedOn ? 'plain' : 'primary'}
              onClick={() => setAsking('confirm')}
            >
              {t('advising.ties.confirm')}
            </Button>
          )}
        </div>
      )}
      {asking === 'declare' && <DeclareDialog advisorId={advisor.id} onClose={() => setAsking(undefined)} />}
      <ConfirmDialog
        open={asking === 'confirm'}
        onClose={() => setAsking(undefined)}
        title={t('advising.ties.confirm')}
        action={t('advising.ties.confirm')}
        onReload={() => void refresh()}
        onConfirm={async () => {
          const { advisorConflictsConfirm: answer } = await confirm.mutateAsync({
            input: { id: advisor.id, expectedVersion: advisor.version },
          });
          if (answer.userErrors.length === 0) {
            say(t('advising.ties.confirmed'));
            void refresh();
          }
          return answer.userErrors;
        }}
      >
        <p>{t('advising.ties.confirm.what')}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={taken !== undefined}
        onClose={() => setAsking(undefined)}
        title={t('advising.ties.withdraw')}
        action={t('advising.ties.withdraw')}
        isDangerous
        onConfirm={async () => {
          if (!taken) return [];
          const { advisorConflictWithdraw: answer } = await withdraw.mutateAsync({ input: { id: taken.id } });
          if (answer.userErrors.length === 0) {
            say(t('advising.ties.taken'));
            void refresh();
          }
          return answer.userErrors;
        }}
      >
        <p>{t('advising.ties.withdraw.what')}</p>
      </ConfirmDialog>
    </section>
  );
}

/** Whom a tie bars does not lift the bar; whoever may is asked for only where somebody else looks. */
function WithdrawButton({ onClick }: { onClick: () => void }) {
  const t = useT();
  if (!usePower()) return null;
  return (
    <div>
      <Button size="s" look="quiet" onClick={onClick}>
        {t('advising.ties.withdraw')}
      </Button>
    </div>
  );
}

function DeclareDialog({ advisorId, onClose }: { advisorId: string; onClose: () => void }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(DeclareTieDocument);
  const [key] = useState(newKey);
  const [partner, setPartner] = useState<Partner>();
  const sent = useSendForm(
    { kind: 'EMPLOYMENT' as ConflictKind, organizationId: '', name: '', note: '', endedOn: '' },
    async (values) => {
      const { advisorConflictDeclare: answer } = await send.mutateAsync({
        input: {
          advisorId,
          kind: values.kind,
          organizationId: partner?.organizationId ?? null,
          name: values.name.trim() || null,
          note: values.note.trim() || null,
          endedOn: values.endedOn || null,
          idempotencyKey: key,
        },
      });
      if (answer.userErrors.length === 0) {
        say(t('advising.ties.declared'));
        onClose();
        void refresh();
      }
      return answer.userErrors;
    },
  );
  const { form, errorOf } = sent;
  // What the server says of it is gone when it is sent again.
  form.register('organizationId');
  return (
    <FormDialog title={t('advising.ties.declare')} action={t('advising.ties.send')} sent={sent} onClose={onClose}>
      <SelectField label={t('advising.ties.kind')} error={errorOf('kind')} {...form.register('kind')}>
        {TIES.map((kind) => (
          <option key={kind} value={kind}>
            {label('ConflictKind', kind)}
          </option>
        ))}
      </SelectField>
      <PartnerPicker
        legend={t('advising.ties.with')}
        value={partner}
        error={errorOf('organizationId')}
        onPick={setPartner}
      />
      <TextField
        label={t('advising.ties.name')}
        hint={t('advising.ties.name.hint')}
        maxLength={200}
        error={errorOf('name')}
        {...form.register('name')}
      />
      <TextArea
        label={t('advising.ties.more')}
        rows={2}
        maxLength={1000}
        error={errorOf('note')}
        {...form.register('note')}
      />
      <TextField
        type="date"
        label={t('advising.ties.ended')}
        hint={t('advising.ties.ended.hint')}
        error={errorOf('endedOn')}
        {...form.register('endedOn')}
      />
    </FormDialog>
  );
}
