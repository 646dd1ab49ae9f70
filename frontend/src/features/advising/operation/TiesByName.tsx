import { Link } from '@tanstack/react-router';

import type { ConflictKind } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { AlertIcon } from '@/ui/icons';

import styles from '../Advising.module.css';

/** Ties that were declared in words alone: the plan cannot know whom they mean, so somebody reads them first. */
export function TiesByName({
  advisor,
  ties,
}: {
  advisor: string;
  ties: readonly { kind: ConflictKind; name: string }[];
}) {
  const t = useT();
  const label = useLabel();
  const { list } = useFormats();
  if (ties.length === 0) return null;
  return (
    <span className={styles.byName}>
      <AlertIcon size={14} />
      <span>
        <Link to="/work/operation/advisors/$id" params={{ id: advisor }} hash="standing-ties">
          {t('advising.ties.byName')}
        </Link>{' '}
        {list(ties.map(({ kind, name }) => t('advising.ties.named', { kind: label('ConflictKind', kind), name })))}
      </span>
    </span>
  );
}
