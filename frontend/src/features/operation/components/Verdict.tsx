import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { RejectOrganizationDocument, VerifyOrganizationDocument, type OperationOrganizationQuery } from '@/gql/graphql';
import { useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';

type Organization = NonNullable<OperationOrganizationQuery['organization']>;

/** Verify or reject an organization, or the change that it asks for. Whoever may only read sees nothing here. */
export function Verdict({ organization }: { organization: Organization }) {
  const t = useT();
  const say = useToast();
  const client = useQueryClient();
  const verify = useSend(VerifyOrganizationDocument);
  const reject = useSend(RejectOrganizationDocument);
  const [asking, setAsking] = useState<'verify' | 'reject'>();
  if (!organization.viewerCanVerify) return null;
  const { id, version, name } = organization;
  const isChange = Boolean(organization.pendingChange);
  const isVerified = organization.verification === 'VERIFIED';
  // Whether it waits, and every number and list that counts it.
  const refresh = () => client.invalidateQueries({ queryKey: keys.all });
  const done = (said: string) => {
    say(said);
    void refresh();
  };
  const close = () => setAsking(undefined);
  return (
    <>
      {(!isVerified || isChange) && (
        <Button look="primary" onClick={() => setAsking('verify')}>
          {t(isChange ? 'operation.verdict.approve' : 'operation.verdict.verify')}
        </Button>
      )}
      {(organization.verification !== 'REJECTED' || isChange) && (
        <Button look="danger" onClick={() => setAsking('reject')}>
          {t(
            isChange
              ? 'operation.verdict.drop'
              : isVerified
                ? 'operation.verdict.takeBack'
                : 'operation.verdict.reject',
          )}
        </Button>
      )}
      <ConfirmDialog
        open={asking === 'verify'}
        onClose={close}
        title={t(isChange ? 'operation.verdict.approve.title' : 'operation.verdict.verify.title', { name })}
        action={t(isChange ? 'operation.verdict.approve' : 'operation.verdict.verify')}
        onReload={() => void refresh()}
        onConfirm={async () => {
          const { organizationVerify: answer } = await verify.mutateAsync({ input: { id, expectedVersion: version } });
          if (answer.userErrors.length === 0) done(t('operation.verdict.verified', { name }));
          return answer.userErrors;
        }}
      >
        <p>{t(isChange ? 'operation.verdict.approve.lead' : 'operation.verdict.verify.lead')}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'reject'}
        onClose={close}
        isDangerous
        title={t(isChange ? 'operation.verdict.drop.title' : 'operation.verdict.reject.title', { name })}
        action={t(
          isChange ? 'operation.verdict.drop' : isVerified ? 'operation.verdict.takeBack' : 'operation.verdict.reject',
        )}
        reasonHint={t('operation.verdict.reason')}
        word={isVerified && !isChange ? name : undefined}
        onReload={() => void refresh()}
        onConfirm={async (reason) => {
          const { organizationReject: answer } = await reject.mutateAsync({
            input: { id, expectedVersion: version, reason },
          });
          if (answer.userErrors.length === 0) done(t('operation.verdict.rejected', { name }));
          return answer.userErrors;
        }}
      >
        <p>
          {t(
            isChange
              ? 'operation.verdict.drop.lead'
              : isVerified
                ? 'operation.verdict.takeBack.lead'
                : 'operation.verdict.reject.lead',
          )}
        </p>
      </ConfirmDialog>
    </>
  );
}
