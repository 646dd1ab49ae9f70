import { useT } from '@/i18n';
import { Button, ButtonLink } from '@/ui/Button';
import { PrintIcon } from '@/ui/icons';
import { ShareLink } from '@/ui/ShareLink';
import { Notice } from '@/ui/States';

import styles from './Actions.module.css';

/** What to do next with it. */
export function Actions({
  id,
  canRequest,
  blockedBy,
  offers,
}: {
  id: string;
  canRequest: boolean;
  /** Why the viewer may not ask, in the server's words. */
  blockedBy: { code: string; message: string } | undefined;
  offers: number;
}) {
  const t = useT();
  const isStranger = blockedBy?.code === 'UNAUTHENTICATED';
  return (
    <div className={styles.actions}>
      {canRequest && offers > 0 && (
        <>
          <ButtonLink look="primary" size="l" to="/work/apply/$listing" params={{ listing: id }}>
            {t('achievement.request')}
          </ButtonLink>
          <p>{t('achievement.request.what')}</p>
        </>
      )}
      {blockedBy && !isStranger && offers > 0 && (
        <>
          <Notice>{blockedBy.message}</Notice>
          {blockedBy.code === 'ENTERPRISE_SEAT_MISSING' && (
            <ButtonLink to="/work/organizations/new">{t('achievement.request.enterprise')}</ButtonLink>
          )}
        </>
      )}
      {isStranger && offers > 0 && (
        <>
          <p>{t('achievement.request.how')}</p>
          <div className={styles.pair}>
            <ButtonLink look="primary" to="/login" search={{ to: `/a/${id}` }}>
              {t('achievement.request.signIn')}
            </ButtonLink>
            <ButtonLink to="/register">{t('achievement.request.register')}</ButtonLink>
          </div>
        </>
      )}
      <div className={styles.small}>
        <ShareLink path={`/a/${id}`} label={t('achievement.share')} done={t('achievement.shared')} />
        <Button look="quiet" size="s" icon={<PrintIcon size={16} />} onClick={() => print()}>
          {t('achievement.print')}
        </Button>
      </div>
    </div>
  );
}
