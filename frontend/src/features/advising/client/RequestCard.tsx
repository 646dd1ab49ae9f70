import { useState } from 'react';

import { useSend } from '@/features/account';
import {
  AcceptMandateRequestDocument,
  RefuseMandateRequestDocument,
  WithdrawMandateRequestDocument,
  type MandateRequestLineFragment,
  type MandateRequestState,
} from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import type { Problem } from '@/lib/form';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { useRefresh } from '../useRefresh';
import { Party } from '../words';
import { TermsCard } from './TermsCard';

type Word = 'accept' | 'refuse' | 'withdraw';

const TONES = {
  OPEN: 'bloom',
  ACCEPTED: 'leaf',
  REFUSED: 'clay',
  WITHDRAWN: 'plain',
  LAPSED: 'plain',
} as const satisfies Record<MandateRequestState, string>;

/** What an advisor asks an enterprise for; the enterprise answers, the advisor may take it back. */
export function RequestCard({ request }: { request: MandateRequestLineFragment }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { date } = useFormats();
  const refresh = useRefresh();
  const accept = useSend(AcceptMandateRequestDocument);
  const refuse = useSend(RefuseMandateRequestDocument);
  const withdraw = useSend(WithdrawMandateRequestDocument);
  const [asking, setAsking] = useState<Word>();
  const told = (word: Word, errors: readonly Problem[]) => {
    if (errors.length === 0) {
      say(t(`advising.request.done.${word}`));
      void refresh();
    }
    return errors;
  };
  const send = async (word: Word, reason: string): Promise<readonly Problem[]> => {
    const at = { id: request.id, expectedVersion: request.version };
    if (word === 'accept') return (await accept.mutateAsync({ input: at })).mandateRequestAccept.userErrors;
    if (word === 'withdraw') return (await withdraw.mutateAsync({ input: at })).mandateRequestWithdraw.userErrors;
    return (await refuse.mutateAsync({ input: { ...at, reason } })).mandateRequestRefuse.userErrors;
  };
  return (
    <TermsCard
      terms={request}
      parties={
        <>
          {request.advisor?.name ?? '–'} → <Party party={request.organization} />
        </>
      }
      state={<Tag tone={TONES[request.state]}>{label('MandateRequestState', request.state)}</Tag>}
      note={request.note}
      days={
        <>
          {t('advising.request.until', { date: date(request.validUntil) })}
          {request.state === 'OPEN' && <> · {t('advising.request.answerBy', { date: date(request.answerBy) })}</>}
          {request.closedAt && <> · {date(request.closedAt)}</>}
        </>
      }
    >
      {request.viewerCanAnswer && (
        <div className={styles.buttons}>
          <Button size="s" look="primary" onClick={() => setAsking('accept')}>
            {t('advising.request.accept')}
          </Button>
          <Button size="s" onClick={() => setAsking('refuse')}>
            {t('advising.request.refuse')}
          </Button>
        </div>
      )}
      {request.viewerCanWithdraw && (
        <div>
          <Button size="s" onClick={() => setAsking('withdraw')}>
            {t('advising.request.withdraw')}
          </Button>
        </div>
      )}
      {asking && (
        <ConfirmDialog
          open
          onClose={() => setAsking(undefined)}
          title={t(`advising.request.${asking}`)}
          action={t(`advising.request.${asking}`)}
          isDangerous={asking === 'refuse'}
          {...(asking === 'refuse' ? { reasonHint: t('advising.request.refuse.reason') } : {})}
          onReload={() => void refresh()}
          onConfirm={async (reason) => told(asking, await send(asking, reason))}
        >
          <p>{t(`advising.request.what.${asking}`)}</p>
        </ConfirmDialog>
      )}
    </TermsCard>
  );
}
