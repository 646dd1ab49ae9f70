import { Link } from '@tanstack/react-router';

import { useFormats, useLabel, useT } from '@/i18n';
import { Facts } from '@/ui/Facts';

import styles from '../Advising.module.css';
import { Party } from '../words';
import type { Case } from './CasePage';

/** Who takes part in a case, and the days that count. */
export function CaseFacts({ found }: { found: Case }) {
  const t = useT();
  const label = useLabel();
  const { date, dateTime } = useFormats();
  const day = (value: string | null | undefined) => value && date(value);
  return (
    <section className={styles.part}>
      <h2>{t('advising.case.facts')}</h2>
      <Facts
        rows={[
          [t('advising.col.client'), <Party key="client" party={found.client} />],
          [t('advising.case.counterparty'), found.counterparty && <Party key="other" party={found.counterparty} />],
          [
            t('advising.col.advisor'),
            found.advisor &&
              [found.advisor.name ?? '–', found.advisor.grade && label('AdvisorGrade', found.advisor.grade)]
                .filter(Boolean)
                .join(' · '),
          ],
          [t('advising.case.begun'), found.begunByAdvisor && t('advising.case.begun.advisor')],
          [t('advising.case.assignBy'), found.state === 'OPEN' && day(found.assignBy)],
          [t('advising.case.answerBy'), found.state === 'ASSIGNED' && day(found.answerBy)],
          [t('advising.case.contactBy'), !found.contactedAt && day(found.contactBy)],
          [t('advising.case.contacted'), found.contactedAt && dateTime(found.contactedAt)],
          [t('advising.case.shortlistBy'), !found.matchedAt && day(found.shortlistBy)],
          [t('advising.case.next'), [found.nextStep, day(found.nextDue)].filter(Boolean).join(' · ')],
          [
            t('advising.case.request'),
            found.licenseRequestId && (
              <Link to="/work/requests/$id" params={{ id: found.licenseRequestId }}>
                {t('advising.case.request.show')}
              </Link>
            ),
          ],
        ]}
      />
    </section>
  );
}
