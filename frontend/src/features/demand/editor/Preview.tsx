import { useNavigate } from '@tanstack/react-router';

import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { DemandDetailFragmentDoc, DemandStatusFragmentDoc } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { Notice } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { DemandContent } from '../components/DemandContent';
import { DemandFacts } from '../components/DemandFacts';
import { useProfile } from '../components/words';
import { Completeness } from '../work/Completeness';
import { Steps } from '../work/Steps';
import styles from './Editor.module.css';
import type { Edited } from './useEditor';

/** How it will be read, what is missing, and handing it in. */
export function Preview({
  demand: masked,
  isDirty,
  isForClient,
}: {
  demand: Edited;
  isDirty: boolean;
  isForClient: boolean;
}) {
  const t = useT();
  const label = useLabel();
  const profile = useProfile();
  const navigate = useNavigate();
  const demand = readFragment(DemandDetailFragmentDoc, masked);
  const status = readFragment(DemandStatusFragmentDoc, masked);
  // Whoever reads it inside is told who it is, not what others are told instead: from where, to the province, and how large.
  const owner = masked.organization;
  return (
    <>
      <Notice tone={demand.visibility === 'PUBLIC' ? 'sky' : 'leaf'}>
        <b>{label('DemandVisibility', demand.visibility)}</b>
        <p>{t(`demand.visible.${demand.visibility}`)}</p>
      </Notice>
      <div className={styles.preview}>
        <p className={styles.title}>
          <Bilingual texts={demand.title} />
        </p>
        <p className={styles.by}>
          {demand.visibility === 'PUBLIC' && demand.organization ? (
            <b>{demand.organization.name}</b>
          ) : (
            <Tag>{t('demand.owner.hidden')}</Tag>
          )}
          {profile(owner && { ...owner, region: owner.division }).map((one) => (
            <span key={one}>{one}</span>
          ))}
        </p>
        <DemandContent demand={demand} />
        <DemandFacts demand={demand} />
      </div>
      <Completeness demand={status} />
      {isForClient && <Notice>{t('demand.draft.handIn')}</Notice>}
      <Steps
        demand={status}
        isDirty={isDirty}
        onDone={() => void navigate({ to: '/work/demands/$id', params: { id: status.id } })}
      />
    </>
  );
}
