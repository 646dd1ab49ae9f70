import { useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';

/** Where somebody begins the day. */
export function WorkbenchPage() {
  const t = useT();
  useTitle(t('work.nav.workbench'));
  return <h1>{t('work.nav.workbench')}</h1>;
}
