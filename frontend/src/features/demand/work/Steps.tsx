import { useState, type ReactNode } from 'react';

import type { DemandStatusFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { LockIcon } from '@/ui/icons';

import { Confirm, type Step } from './Confirm';
import { isEnd, nextOf, ordered } from './model';
import styles from './Steps.module.css';

/** The steps that the server offers. Those that cannot be taken now are there too, with what stands in their way. */
export function Steps({
  demand,
  isDirty = false,
  onDone,
  linkOf,
}: {
  demand: DemandStatusFragment;
  isDirty?: boolean;
  onDone?: () => void;
  /** How a field that stands in the way is reached, where it can be written. */
  linkOf?: (path: readonly string[], text: string) => ReactNode;
}) {
  const t = useT();
  const label = useLabel();
  const [open, setOpen] = useState<Step>();
  const steps = ordered(demand.availableTransitions);
  if (steps.length === 0) return null;
  const next = nextOf(steps, demand.state);
  return (
    <section className={styles.steps} aria-labelledby="steps">
      <h2 id="steps">{t('demand.steps')}</h2>
      {steps.map((step) => (
        <div key={step.name} className={styles.step}>
          <Button
            look={isEnd(step.name) ? 'danger' : step === next && !isDirty ? 'primary' : 'plain'}
            disabled={step.blockedBy.length > 0 || isDirty}
            aria-describedby={step.blockedBy.length > 0 ? `blocked-${step.name}` : undefined}
            onClick={() => setOpen(step)}
          >
            {label('DemandTransition', step.name)}
          </Button>
          {step.blockedBy.length > 0 && <Blocked step={step} linkOf={linkOf} />}
        </div>
      ))}
      {isDirty && <p className={styles.quiet}>{t('demand.steps.saveFirst')}</p>}
      <Dialog
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open ? label('DemandTransition', open.name) : ''}
      >
        {open && (
          <Confirm
            demand={demand}
            step={open}
            onClose={() => setOpen(undefined)}
            onDone={() => {
              setOpen(undefined);
              onDone?.();
            }}
          />
        )}
      </Dialog>
    </section>
  );
}

function Blocked({
  step,
  linkOf,
}: {
  step: Step;
  linkOf: ((path: readonly string[], text: string) => ReactNode) | undefined;
}) {
  const t = useT();
  const { date } = useFormats();
  return (
    <div id={`blocked-${step.name}`} className={styles.blocked}>
      <LockIcon size={16} />
      <ul>
        {step.blockedBy.map(({ code, message, path, ruleCitation, until }) => (
          <li key={`${code}${path?.join('.') ?? ''}`}>
            {path?.length && linkOf ? linkOf(path, message) : message}
            {until && <> {t('demand.steps.until', { date: date(until) })}</>}
            {ruleCitation && <cite>{ruleCitation}</cite>}
          </li>
        ))}
      </ul>
    </div>
  );
}
