import { Link } from '@tanstack/react-router';

import { useT } from '@/i18n';
import { AlertIcon } from '@/ui/icons';

import styles from '../Advising.module.css';

/** Ties that were declared in words alone: the plan cannot know whom they mean, so somebody reads them first. */
export function TiesByName({ advisor, count }: { advisor: string; count: number }) {
  const t = useT();
  return (
    <span className={styles.byName}>
      <AlertIcon size={14} />
      <Link to="/work/operation/advisors/$id" params={{ id: advisor }} hash="standing-ties">
        {t('advising.ties.byName', { count })}
      </Link>
    </span>
  );
}
