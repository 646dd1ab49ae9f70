import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { PublishPlatformDocument, WithdrawPlatformDocument } from '@/gql/graphql';
import { useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';
import type { Edited } from './values';

/** Shows it to everybody, or takes it back. */
export function Steps({ platform: { id, version, state, viewerCanPublish, viewerCanWithdraw } }: { platform: Edited }) {
  const t = useT();
  const say = useToast();
  const client = useQueryClient();
  const publish = useSend(PublishPlatformDocument);
  const withdraw = useSend(WithdrawPlatformDocument);
  const [asked, setAsked] = useState<'publish' | 'withdraw'>();
  const refresh = () => client.invalidateQueries({ queryKey: keys.all });
  const take = async (reason: string) => {
    const input = { id, expectedVersion: version };
    const { userErrors } =
      asked === 'withdraw'
        ? (await withdraw.mutateAsync({ input: { ...input, reason } })).servicePlatformWithdraw
        : (await publish.mutateAsync({ input })).servicePlatformPublish;
    if (userErrors.length === 0) {
      say(t(asked === 'withdraw' ? 'platform.own.withdrawn' : 'platform.own.published'));
      await refresh();
    }
    return userErrors;
  };
  return (
    <>
      {viewerCanPublish && state !== 'PUBLISHED' && (
        <Button look="primary" aria-haspopup="dialog" onClick={() => setAsked('publish')}>
          {t('platform.own.publish')}
        </Button>
      )}
      {viewerCanWithdraw && state === 'PUBLISHED' && (
        <Button aria-haspopup="dialog" onClick={() => setAsked('withdraw')}>
          {t('platform.own.withdraw')}
        </Button>
      )}
      <ConfirmDialog
        open={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={t(asked === 'withdraw' ? 'platform.own.withdraw' : 'platform.own.publish')}
        action={t(asked === 'withdraw' ? 'platform.own.withdraw' : 'platform.own.publish')}
        isDangerous={asked === 'withdraw'}
        reasonHint={asked === 'withdraw' ? t('platform.own.withdraw.why') : undefined}
        onConfirm={take}
        onReload={() => void refresh()}
      >
        <p>{t(asked === 'withdraw' ? 'platform.own.withdraw.text' : 'platform.own.publish.text')}</p>
      </ConfirmDialog>
    </>
  );
}
