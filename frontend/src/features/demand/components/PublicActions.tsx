import { useViewer } from '@/features/account';
import { useT } from '@/i18n';
import { Button, ButtonLink } from '@/ui/Button';
import { PrintIcon } from '@/ui/icons';
import { ShareLink } from '@/ui/ShareLink';

import styles from './PublicActions.module.css';

/** What to do next with a demand: an office answers it, whoever is not signed in learns how. */
export function PublicActions({ id }: { id: string }) {
  const t = useT();
  const viewer = useViewer();
  return (
    <section className={styles.actions} aria-label={t('demand.act')}>
      {viewer?.workAreas.includes('HOLDING') && (
        <>
          <ButtonLink look="primary" size="l" to="/work/propose/$demand" params={{ demand: id }}>
            {t('demand.propose')}
          </ButtonLink>
          <p>{t('demand.propose.what')}</p>
        </>
      )}
      {!viewer && (
        <>
          <p>{t('demand.propose.how')}</p>
          <ButtonLink look="primary" to="/login" search={{ to: `/d/${id}` }}>
            {t('demand.propose.signIn')}
          </ButtonLink>
        </>
      )}
      <div className={styles.small}>
        <ShareLink path={`/d/${id}`} label={t('demand.share')} done={t('demand.shared')} />
        <Button look="quiet" size="s" icon={<PrintIcon size={16} />} onClick={() => print()}>
          {t('demand.print')}
        </Button>
      </div>
    </section>
  );
}
