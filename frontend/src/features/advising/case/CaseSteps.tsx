import { useState } from 'react';

import { readFragment } from '@/gql';
import { CaseMoveFragmentDoc, type CaseMoveFragment, type CaseState } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { ButtonLink, Button } from '@/ui/Button';
import { ClockIcon, LockIcon } from '@/ui/icons';

import styles from '../Advising.module.css';
import { isEnd, ordered } from '../board/model';
import { Blocked, StepDialog } from '../board/StepDialog';
import { useRefresh } from '../useRefresh';
import type { Case } from './CasePage';

/** Who has a case whose mandate is over, still gives it back. */
type Stepped = Pick<Case, 'id' | 'answerBy' | 'availableTransitions'> & {
  version: number | null;
  state: CaseState | null;
};

/** The steps that the server offers, with what stands in the way of each, and how long there is for an answer. */
export function CaseSteps({ found, title }: { found: Stepped; title: string }) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  const refresh = useRefresh();
  const [open, setOpen] = useState<CaseMoveFragment>();
  const all = readFragment(CaseMoveFragmentDoc, found.availableTransitions);
  const steps = ordered(all);
  const assigns = all.some(({ name }) => name === 'ASSIGN');
  if (all.length === 0) return null;
  const next = steps.find(({ name, blockedBy }) => !isEnd(name) && blockedBy.length === 0);
  return (
    <section className={styles.steps} aria-labelledby="steps">
      <h2 id="steps">{t('advising.steps')}</h2>
      {found.state === 'ASSIGNED' && found.answerBy && (
        <p className={styles.clock}>
          <ClockIcon size={16} />
          {t('advising.steps.answerBy', { date: date(found.answerBy) })}
        </p>
      )}
      {assigns && (
        <ButtonLink look="primary" to="/work/operation/assignment">
          {t('enum.CaseTransition.ASSIGN')}
        </ButtonLink>
      )}
      {steps.map((step) => (
        <div key={step.name} className={styles.step}>
          <Button
            look={isEnd(step.name) ? 'danger' : step === next ? 'primary' : 'plain'}
            disabled={step.blockedBy.length > 0}
            aria-describedby={step.blockedBy.length > 0 ? `blocked-${step.name}` : undefined}
            onClick={() => setOpen(step)}
          >
            {label('CaseTransition', step.name)}
          </Button>
          {step.blockedBy.length > 0 && (
            <div className={styles.barred}>
              <LockIcon size={16} />
              <Blocked move={step} id={`blocked-${step.name}`} />
            </div>
          )}
        </div>
      ))}
      {open && found.version !== null && (
        <StepDialog
          subject={{ id: found.id, version: found.version }}
          name={title}
          moves={[open]}
          onClose={() => setOpen(undefined)}
          onDone={() => void refresh()}
        />
      )}
    </section>
  );
}
