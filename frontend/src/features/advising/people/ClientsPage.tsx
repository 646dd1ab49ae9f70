import { useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { PageHead } from '@/ui/PageHead';

import styles from '../Advising.module.css';
import { Mandates } from '../client/AdvisorsPage';

/** For whom an advisor acts, in what, and until when. */
export function ClientsPage() {
  const t = useT();
  useTitle(t('advising.clients'));
  return (
    <div className={styles.page}>
      <PageHead title={t('advising.clients')} lead={t('advising.clients.lead')} />
      <Mandates />
    </div>
  );
}
