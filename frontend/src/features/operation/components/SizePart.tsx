import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';

import { useSend } from '@/features/account';
import { ReleaseSizeDocument, type OperationOrganizationQuery } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Facts } from '@/ui/Facts';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import styles from '../Operation.module.css';
import { keys } from '../queries';

type Organization = NonNullable<OperationOrganizationQuery['organization']>;

/** The size of an enterprise with what it rests on; and letting its owner declare again after a correction. */
export function SizePart({ organization }: { organization: Organization }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const client = useQueryClient();
  const { date, money, number } = useFormats();
  const release = useSend(ReleaseSizeDocument);
  const [asking, setAsking] = useState(false);
  const { id, version, name, sizeDeclaration: size } = organization;
  const isCorrection = Boolean(size?.correctionReason && !size.releasedAt);
  const refresh = () => client.invalidateQueries({ queryKey: keys.all });
  return (
    <section className={styles.part} aria-labelledby="size">
      <h2 id="size">{t('operation.size')}</h2>
      {size ? (
        <Facts
          rows={[
            [
              t('operation.size.class'),
              <Fragment key="class">
                <b>{label('EnterpriseSize', size.size)}</b>{' '}
                {size.isOutdated && <Tag tone="clay">{t('operation.size.outdated')}</Tag>}{' '}
                {isCorrection && <Tag tone="sky">{t('operation.size.corrected')}</Tag>}
              </Fragment>,
            ],
            [t('operation.size.industry'), label('SizeIndustry', size.industry)],
            [t('operation.size.staff'), typeof size.staff === 'number' && number(size.staff)],
            [t('operation.size.revenue'), size.revenue && money(size.revenue)],
            [t('operation.size.assets'), size.assets && money(size.assets)],
            [t('operation.size.year'), String(size.dataYear)],
            [
              t('operation.size.evidence'),
              <span key="evidence" className={styles.note}>
                {size.evidence}
              </span>,
            ],
            [t('operation.size.reason'), size.correctionReason],
            [t('operation.size.released'), size.releasedAt && date(size.releasedAt)],
            [t('operation.size.declaredAt'), date(size.declaredAt)],
            [
              t('operation.size.rule'),
              <Link key="rule" to="/work/operation/rules/$id" params={{ id: size.ruleVersionId }}>
                {t('operation.size.rule.read')}
              </Link>,
            ],
          ]}
        />
      ) : (
        <p className={styles.quiet}>{t('operation.size.none')}</p>
      )}
      {organization.viewerCanDeclareSize && (
        <div className={styles.actions}>
          <Link to="/work/organizations/$id/size" params={{ id }}>
            {t('operation.size.correct')}
          </Link>
          {organization.viewerCanVerify && isCorrection && (
            <Button size="s" onClick={() => setAsking(true)}>
              {t('operation.size.release')}
            </Button>
          )}
        </div>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('operation.size.release.title', { name })}
        action={t('operation.size.release')}
        reasonHint={t('operation.reason.audit')}
        onReload={() => void refresh()}
        onConfirm={async (reason) => {
          const { organizationSizeRelease: answer } = await release.mutateAsync({
            input: { organizationId: id, expectedVersion: version, reason },
          });
          if (answer.userErrors.length === 0) {
            say(t('operation.size.release.done'));
            void refresh();
          }
          return answer.userErrors;
        }}
      >
        <p>{t('operation.size.release.lead')}</p>
      </ConfirmDialog>
    </section>
  );
}
