import { Link } from '@tanstack/react-router';

import { Bilingual, Prose } from '@/features/achievement';
import { useFormats, useLabel, useT } from '@/i18n';
import { ButtonLink } from '@/ui/Button';
import { Tag } from '@/ui/Tag';

import styles from '../Advising.module.css';
import type { Case } from './CasePage';

/** What the client needs, and what that asks of an advisor. */
export function Need({ found }: { found: Case }) {
  const t = useT();
  const label = useLabel();
  const { list } = useFormats();
  const { demand, needs } = found;
  // When it was made is told to those who read it inside: the client, staff, and whoever carries the client's mandate for it.
  const readsInside = Boolean(demand?.createdAt);
  return (
    <section className={styles.part} aria-labelledby="need">
      <h2 id="need">{t('advising.case.need')}</h2>
      {demand && (
        <>
          <p>
            <Link to={readsInside ? '/work/demands/$id' : '/d/$id'} params={{ id: demand.id }}>
              <Bilingual texts={demand.title} />
            </Link>
          </p>
          {readsInside && (
            <p>
              <Link to="/work/demands/$id" params={{ id: demand.id }} search={{ part: 'matches' }}>
                {t('advising.case.matches')}
              </Link>
            </p>
          )}
          <div className={styles.prose}>
            <Prose texts={demand.problem} />
            <Prose texts={demand.expectedTarget} />
          </div>
        </>
      )}
      {found.viewerCanDraft && (
        <>
          <p className={styles.quiet}>{t('advising.draft.lead')}</p>
          <div>
            <ButtonLink look="primary" to="/work/demands/new" search={{ case: found.id }}>
              {t('advising.draft')}
            </ButtonLink>
          </div>
        </>
      )}
      {!demand && !found.licenseRequestId && !found.viewerCanDraft && (
        <p className={styles.quiet}>{t('advising.draft.none')}</p>
      )}
      {found.note && (
        <>
          <h3>{t(found.begunByAdvisor ? 'advising.case.note.advisor' : 'advising.case.note')}</h3>
          <p className={styles.said}>{found.note}</p>
        </>
      )}
      {needs && (
        <p className={styles.tags}>
          {needs.chains.map((chain) => (
            <Tag key={chain}>{label('IndustryChain', chain)}</Tag>
          ))}
          {needs.industries.map((code) => (
            <Tag key={code}>{code}</Tag>
          ))}
          {needs.ipc.map((code) => (
            <Tag key={code}>{code}</Tag>
          ))}
          {needs.languages.length > 0 && (
            <Tag tone="sky">{list(needs.languages.map((one) => label('WorkingLanguage', one)))}</Tag>
          )}
          {needs.crossBorder && <Tag tone="sky">{t('advising.case.crossBorder')}</Tag>}
          {needs.gradeMin && (
            <Tag tone="sky">{t('advising.case.gradeMin', { grade: label('AdvisorGrade', needs.gradeMin) })}</Tag>
          )}
        </p>
      )}
    </section>
  );
}
