import { ResendVerificationDocument } from '@/gql/graphql';
import { useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { ErrorBox, Notice } from '@/ui/States';

import { useSend } from '../useSend';

/** Another mail, if the first did not come. */
export function Resend({ email }: { email: string }) {
  const t = useT();
  const send = useSend(ResendVerificationDocument);
  return (
    <>
      {send.isError && <ErrorBox error={asApiError(send.error)} />}
      {send.isSuccess ? (
        <Notice tone="leaf">{t('account.sent.again')}</Notice>
      ) : (
        <Button busy={send.isPending} onClick={() => send.mutate({ input: { email } })}>
          {t('account.sent.resend')}
        </Button>
      )}
    </>
  );
}
