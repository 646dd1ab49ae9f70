import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { ModerateResumeDocument, ModerateSuspendDocument, type OperationListingsQuery } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { pick } from '@/lib/text';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { useToast } from '@/ui/Toast';

import styles from '../Operation.module.css';
import { keys } from '../queries';

type Listing = OperationListingsQuery['listings']['nodes'][number];

/** Hides a listing or shows it again, as far as the server offers it. A step that is barred says by what. */
export function ModerationActions({ listing }: { listing: Listing }) {
  const t = useT();
  const say = useToast();
  const client = useQueryClient();
  const { locale } = useLocale();
  const suspend = useSend(ModerateSuspendDocument);
  const resume = useSend(ModerateResumeDocument);
  const [asking, setAsking] = useState<'SUSPEND' | 'RESUME'>();
  const { id, version, availableTransitions } = listing;
  const name = pick(listing.title, locale)?.text ?? id;
  const refresh = () => client.invalidateQueries({ queryKey: keys.all });
  const done = (said: string) => {
    say(said);
    void refresh();
  };
  return (
    <>
      {(['SUSPEND', 'RESUME'] as const).map((step) => {
        const option = availableTransitions.find(({ name }) => name === step);
        if (!option) return null;
        const barred = option.blockedBy;
        return (
          <div key={step}>
            <Button
              size="s"
              look={step === 'SUSPEND' ? 'danger' : 'plain'}
              disabled={barred.length > 0}
              onClick={() => setAsking(step)}
            >
              {t(step === 'SUSPEND' ? 'operation.moderation.suspend' : 'operation.moderation.resume')}
            </Button>
            {barred.map(({ code, message, ruleCitation }) => (
              <p key={code} className={styles.quiet}>
                {[message, ruleCitation].filter(Boolean).join(' · ')}
              </p>
            ))}
          </div>
        );
      })}
      <ConfirmDialog
        open={asking === 'SUSPEND'}
        onClose={() => setAsking(undefined)}
        isDangerous
        title={t('operation.moderation.suspend.title', { name })}
        action={t('operation.moderation.suspend')}
        reasonHint={t('operation.moderation.reason')}
        onReload={() => void refresh()}
        onConfirm={async (reason) => {
          const { listingSuspend: answer } = await suspend.mutateAsync({
            input: { id, expectedVersion: version, reason },
          });
          if (answer.userErrors.length === 0) done(t('operation.moderation.suspended', { name }));
          return answer.userErrors;
        }}
      >
        <p>{t('operation.moderation.suspend.lead')}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'RESUME'}
        onClose={() => setAsking(undefined)}
        title={t('operation.moderation.resume.title', { name })}
        action={t('operation.moderation.resume')}
        onReload={() => void refresh()}
        onConfirm={async () => {
          const { listingResume: answer } = await resume.mutateAsync({ input: { id, expectedVersion: version } });
          if (answer.userErrors.length === 0) done(t('operation.moderation.resumed', { name }));
          return answer.userErrors;
        }}
      >
        <p>{t('operation.moderation.resume.lead')}</p>
      </ConfirmDialog>
    </>
  );
}
