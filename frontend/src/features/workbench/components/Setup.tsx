import { Link } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';

import { useSend } from '@/features/account';
import { PLACES, type Way } from '@/features/work';
import { AcceptInvitationDocument, type WorkbenchQuery } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button, ButtonLink } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { CheckIcon } from '@/ui/icons';
import { ErrorBox, Notice } from '@/ui/States';

import type { Step } from '../standing';
import styles from './Setup.module.css';

type Invitation = NonNullable<WorkbenchQuery['viewer']>['invitations'][number];

/** The way in, step by step, for somebody who cannot work here yet. */
export function Setup({
  steps,
  invitations,
}: {
  steps: readonly { step: Step; done: boolean }[];
  invitations: readonly Invitation[];
}) {
  const t = useT();
  const current = steps.find(({ done }) => !done)?.step;
  return (
    <section className={styles.part} aria-labelledby="workbench-setup">
      <h2 id="workbench-setup">{t('workbench.setup')}</h2>
      <ol className={styles.steps}>
        {steps.map(({ step, done }, place) => (
          <li
            key={step}
            className={cx(styles.step, done && styles.done)}
            aria-current={step === current ? 'step' : undefined}
          >
            <span className={styles.mark} aria-hidden="true">
              {done ? <CheckIcon size={16} /> : place + 1}
            </span>
            <div>
              <h3>
                {t(`workbench.step.${step}`)}
                {done && <span className="visually-hidden"> {t('workbench.step.done')}</span>}
              </h3>
              {!done && <p>{t(`workbench.stepText.${step}`)}</p>}
              {step === current && step === 'organization' && <Doors invitations={invitations} />}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Into an organization: by what somebody was invited to, or by registering one's own. */
function Doors({ invitations }: { invitations: readonly Invitation[] }) {
  const t = useT();
  const formats = useFormats();
  const client = useQueryClient();
  const accept = useSend(AcceptInvitationDocument);
  const problems = accept.data?.invitationAccept.userErrors ?? [];
  const enter = (id: string) =>
    accept
      // A seat changes what everything shows.
      .mutateAsync({ input: { id } })
      .then(() => client.invalidateQueries())
      .catch(() => undefined);
  return (
    <div className={styles.doors}>
      {accept.isError && <ErrorBox error={asApiError(accept.error)} />}
      {problems.map(({ code, message }) => (
        <Notice key={code} tone="clay">
          {message}
        </Notice>
      ))}
      {invitations.map(({ id, organization, invitedBy, expiresAt }) => (
        <div key={id} className={styles.invitation}>
          <p>
            <b>{organization?.name}</b>
            <br />
            {t('workbench.invited', { name: invitedBy?.name ?? '', date: formats.date(expiresAt) })}
          </p>
          <Button look="primary" busy={accept.isPending} onClick={() => void enter(id)}>
            {t('workbench.accept')}
          </Button>
        </div>
      ))}
      <div className={styles.ways}>
        <ButtonLink to={PLACES.register as Way} look={invitations.length > 0 ? 'plain' : 'primary'}>
          {t('workbench.register')}
        </ButtonLink>
        <Link to="/achievements">{t('workbench.browse')}</Link>
      </div>
    </div>
  );
}
