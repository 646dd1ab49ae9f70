import { Fragment, useState } from 'react';

import { useSend } from '@/features/account';
import { usePower } from '@/features/operation';
import { DecideOutcomeDocument, type OutcomeLineFragment } from '@/gql/graphql';
import { useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { ArrivedDialog, CancelDialog, FeeDialog, type Fee } from './FeeDialogs';

type Asking = { what: 'yes' | 'no' | 'fee' } | { what: 'arrived' | 'cancel'; fee: Fee };

/** What an operator does with an outcome: decides whether it counts, and notes what is paid for it. */
export function OutcomeActions({ outcome }: { outcome: OutcomeLineFragment }) {
  const t = useT();
  const decides = usePower();
  const [asking, setAsking] = useState<Asking>();
  if (!decides) return null;
  const isOpen = outcome.state === 'FILED' || outcome.state === 'CONFIRMED';
  const close = () => setAsking(undefined);
  return (
    <>
      {outcome.state === 'CONFIRMED' && (
        <Button size="s" look="primary" onClick={() => setAsking({ what: 'yes' })}>
          {t('advising.decide.yes')}
        </Button>
      )}
      {isOpen && (
        <Button size="s" look="danger" onClick={() => setAsking({ what: 'no' })}>
          {t('advising.decide.no')}
        </Button>
      )}
      {outcome.state === 'VALIDATED' && (
        <Button size="s" onClick={() => setAsking({ what: 'fee' })}>
          {t('advising.fees.add')}
        </Button>
      )}
      {outcome.fees
        .filter(({ arrivedOn, cancelledAt }) => !arrivedOn && !cancelledAt)
        .map((fee) => (
          <Fragment key={fee.id}>
            <Button size="s" onClick={() => setAsking({ what: 'arrived', fee })}>
              {t('advising.fees.arrived.of', { payer: fee.payer })}
            </Button>
            <Button size="s" look="danger" onClick={() => setAsking({ what: 'cancel', fee })}>
              {t('advising.fees.cancel.of', { payer: fee.payer })}
            </Button>
          </Fragment>
        ))}
      {(asking?.what === 'yes' || asking?.what === 'no') && (
        <DecideDialog outcome={outcome} validate={asking.what === 'yes'} onClose={close} />
      )}
      {asking?.what === 'fee' && <FeeDialog outcome={outcome} onClose={close} />}
      {asking?.what === 'arrived' && <ArrivedDialog fee={asking.fee} onClose={close} />}
      {asking?.what === 'cancel' && <CancelDialog fee={asking.fee} onClose={close} />}
    </>
  );
}

function DecideDialog({
  outcome,
  validate,
  onClose,
}: {
  outcome: OutcomeLineFragment;
  validate: boolean;
  onClose: () => void;
}) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(DecideOutcomeDocument);
  const sent = useSendForm({ note: '' }, async ({ note }) => {
    const { outcomeDecide: answer } = await send.mutateAsync({
      input: { id: outcome.id, expectedVersion: outcome.version, validate, note: note.trim() || null },
    });
    if (answer.userErrors.length === 0) {
      say(t('advising.decide.done'));
      onClose();
      void refresh();
    }
    return answer.userErrors;
  });
  const word = t(validate ? 'advising.decide.yes' : 'advising.decide.no');
  return (
    <FormDialog
      title={word}
      action={word}
      isDangerous={!validate}
      sent={sent}
      onClose={onClose}
      onReload={() => void refresh().then(onClose)}
    >
      <p>{t(validate ? 'advising.decide.yes.what' : 'advising.decide.no.what')}</p>
      <TextArea
        label={t(validate ? 'advising.decide.note' : 'ui.confirm.reason')}
        rows={3}
        maxLength={1000}
        error={sent.errorOf('note')}
        {...sent.form.register('note')}
      />
    </FormDialog>
  );
}
