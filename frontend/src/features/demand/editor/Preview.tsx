import { useNavigate } from '@tanstack/react-router';

import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { DemandDetailFragmentDoc, DemandStatusFragmentDoc } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { Notice } from '@/ui/States';

import { DemandContent } from '../components/DemandContent';
import { DemandFacts } from '../components/DemandFacts';
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
  const navigate = useNavigate();
  const demand = readFragment(DemandDetailFragmentDoc, masked);
  const status = readFragment(DemandStatusFragmentDoc, masked);
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
