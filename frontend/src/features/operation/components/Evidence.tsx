import type { ReactNode } from 'react';

import type { OperationOrganizationQuery } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { CopyField } from '@/ui/CopyField';
import { cx } from '@/ui/cx';

import styles from './Evidence.module.css';
import page from '../Operation.module.css';

type Organization = NonNullable<OperationOrganizationQuery['organization']>;

/**
 * What the organization says beside what to hold it against: what is verified now if it asks for a change, else what its
 * credit code says of itself.
 */
export function Evidence({ organization }: { organization: Organization }) {
  const t = useT();
  const { date, dateTime, country } = useFormats();
  const asked = organization.pendingChange;
  const code = organization.creditCode;
  const rows: [title: string, now: ReactNode, asked: ReactNode][] = [
    [t('operation.nameZh'), organization.nameZh, asked?.nameZh],
    [t('operation.nameEn'), organization.nameEn, asked?.nameEn],
    [t('operation.creditCode'), code, asked?.creditCode],
  ];
  return (
    <section className={page.part} aria-labelledby="evidence">
      <h2 id="evidence">{t(asked ? 'operation.evidence.change' : 'operation.evidence')}</h2>
      {asked ? (
        <>
          <p className={page.quiet}>{t('operation.evidence.asked', { time: dateTime(asked.requestedAt) })}</p>
          <div className={styles.scroll}>
            <table className={styles.sides}>
              <caption className="visually-hidden">{t('operation.evidence.change')}</caption>
              <thead>
                <tr>
                  <td />
                  <th scope="col">{t('operation.evidence.verified')}</th>
                  <th scope="col">{t('operation.evidence.wanted')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(([title, now, wanted]) => (
                  <tr key={title}>
                    <th scope="row">{title}</th>
                    <td>{now ?? '–'}</td>
                    <td className={cx(now !== wanted && styles.differs)}>{wanted ?? '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.sides}>
            <caption className="visually-hidden">{t('operation.evidence')}</caption>
            <thead>
              <tr>
                <td />
                <th scope="col">{t('operation.evidence.says')}</th>
                <th scope="col">{t('operation.evidence.against')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, 2).map(([title, now]) => (
                <tr key={title}>
                  <th scope="row">{title}</th>
                  <td>{now ?? '–'}</td>
                  <td className={page.quiet}>{t('operation.evidence.register')}</td>
                </tr>
              ))}
              <tr>
                <th scope="row">{t('operation.place')}</th>
                <td>{[country(organization.country), organization.divisionName].filter(Boolean).join(' · ')}</td>
                <td>
                  {code && (
                    <>
                      <span className={page.code}>{t('operation.evidence.codePlace', { code: code.slice(2, 8) })}</span>{' '}
                      {organization.division && (
                        <span className={cx(code.slice(2, 8) !== organization.division && styles.differs)}>
                          {t('operation.evidence.division', { code: organization.division })}
                        </span>
                      )}
                    </>
                  )}
                </td>
              </tr>
              <tr>
                <th scope="row">{t('operation.website')}</th>
                <td>
                  {organization.website ? (
                    <a href={organization.website} rel="noreferrer noopener" target="_blank">
                      {organization.website}
                    </a>
                  ) : (
                    '–'
                  )}
                </td>
                <td className={page.quiet}>{t('operation.evidence.website')}</td>
              </tr>
              <tr>
                <th scope="row">{t('operation.registeredAt')}</th>
                <td>{dateTime(organization.createdAt)}</td>
                <td className={page.quiet}>
                  {organization.verifiedAt &&
                    t('operation.evidence.verifiedAt', { date: date(organization.verifiedAt) })}
                </td>
              </tr>
            </tbody>
          </table>
        </div>
      )}
      {code && (
        <div className={styles.copy}>
          <CopyField label={t('operation.creditCode')} value={asked?.creditCode ?? code} />
        </div>
      )}
    </section>
  );
}
