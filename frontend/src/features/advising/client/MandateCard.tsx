import { useState, type ReactNode } from 'react';

import { useSend } from '@/features/account';
import { EndMandateDocument, type MandateLineFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { useRefresh } from '../useRefresh';
import { Party } from '../words';
import { TermsCard } from './TermsCard';

/** What a client lets an advisor do, and until when; either can end it. */
export function MandateCard({
  mandate,
  short = false,
  children,
}: {
  mandate: MandateLineFragment;
  short?: boolean;
  /** What begins with it. */
  children?: ReactNode;
}) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { date } = useFormats();
  const refresh = useRefresh();
  const send = useSend(EndMandateDocument);
  const [asking, setAsking] = useState(false);
  return (
    <TermsCard
      terms={mandate}
      parties={
        !short && (
          <>
            <Party party={mandate.organization} /> → {mandate.advisor?.name ?? '–'}
          </>
        )
      }
      state={<Tag tone={mandate.state === 'ACTIVE' ? 'leaf' : 'plain'}>{label('MandateState', mandate.state)}</Tag>}
      days={
        <>
          {t('advising.mandate.days', { from: date(mandate.validFrom), until: date(mandate.validUntil) })}
          {mandate.endedAt && <> · {t('advising.mandate.endedAt', { date: date(mandate.endedAt) })}</>}
        </>
      }
    >
      {mandate.viewerCanEnd && mandate.state === 'ACTIVE' && (
        <div className={styles.buttons}>
          {children}
          <Button size="s" look="danger" onClick={() => setAsking(true)}>
            {t('advising.mandate.end')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('advising.mandate.end')}
        action={t('advising.mandate.end')}
        isDangerous
        reasonHint={t('advising.mandate.end.reason')}
        onReload={() => void refresh()}
        onConfirm={async (reason) => {
          const { mandateEnd: answer } = await send.mutateAsync({
            input: { id: mandate.id, expectedVersion: mandate.version, reason },
          });
          if (answer.userErrors.length === 0) {
            say(t('advising.mandate.ended'));
            void refresh();
          }
          return answer.userErrors;
        }}
      >
        <p>{t('advising.mandate.end.what')}</p>
      </ConfirmDialog>
    </TermsCard>
  );
}
