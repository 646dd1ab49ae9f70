import { useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';

import { ButtonLink } from './Button';
import { Empty } from './States';

/** Nothing here, or nothing that this person may see: both look the same. */
export function NotFound() {
  const t = useT();
  useTitle(t('ui.notFound'));
  return (
    <Empty title={t('ui.notFound')} level={1}>
      <p>{t('ui.notFound.text')}</p>
      <ButtonLink to="/achievements" look="primary">
        {t('ui.notFound.go')}
      </ButtonLink>
    </Empty>
  );
}
