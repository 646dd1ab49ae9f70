import { useState } from 'react';

import type { OfferFragment } from '@/gql/graphql';
import { useFormats, useT, type MessageId } from '@/i18n';
import { Button } from '@/ui/Button';

import type { Request } from '../RequestPage';
import { GrantDialog } from './GrantDialog';
import styles from './NextStep.module.css';
import { RejectDialog, WithdrawDialog } from './ReplyDialogs';

type Option = Request['availableTransitions'][number];

const WORDS: Record<Option['name'], MessageId> = {
  GRANT: 'licensing.grant',
  REJECT: 'licensing.reject',
  WITHDRAW: 'licensing.withdraw',
};

const LOOKS = { GRANT: 'primary', REJECT: 'danger', WITHDRAW: 'danger' } as const;

/** What can be done to a request now. What is barred stays visible, with what stands in its way. */
export function NextStep({ request, offer }: { request: Request; offer: OfferFragment }) {
  const t = useT();
  const [open, setOpen] = useState<Option['name']>();
  const close = () => setOpen(undefined);
  const isOver = request.state !== 'SUBMITTED';
  if (isOver && request.availableTransitions.length === 0) return null;
  return (
    <section className={styles.next} aria-labelledby="next">
      <h2 id="next">{t('licensing.next')}</h2>
      {request.availableTransitions.length === 0 && <p>{t('licensing.next.none')}</p>}
      {request.availableTransitions.map((option) => (
        <Step key={option.name} option={option} onOpen={() => setOpen(option.name)} />
      ))}
      {open === 'GRANT' && <GrantDialog request={request} offer={offer} onClose={close} />}
      {open === 'REJECT' && <RejectDialog request={request} onClose={close} />}
      {open === 'WITHDRAW' && <WithdrawDialog request={request} onClose={close} />}
    </section>
  );
}

function Step({ option, onOpen }: { option: Option; onOpen: () => void }) {
  const t = useT();
  const { date } = useFormats();
  const isBlocked = option.blockedBy.length > 0;
  return (
    <div className={styles.step}>
      <Button look={LOOKS[option.name]} aria-disabled={isBlocked} onClick={() => !isBlocked && onOpen()}>
        {t(WORDS[option.name])}
      </Button>
      {option.blockedBy.map((blocker) => (
        <div key={blocker.code} className={styles.blocker}>
          <p>{blocker.message}</p>
          {blocker.until && <p>{t('licensing.blocked.until', { date: date(blocker.until) })}</p>}
          {blocker.ruleCitation && <p className={styles.citation}>{blocker.ruleCitation}</p>}
        </div>
      ))}
    </div>
  );
}
