import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { DeclarationFragmentDoc, type DeclarationFragment, type SettingsSizeQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { NotFound } from '@/ui/NotFound';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { SizeForm } from './components/SizeForm';
import { sizeQuery } from './queries';
import styles from './Settings.module.css';

const route = getRouteApi('/work/organizations/$id/size');

/** How large an enterprise is, by which rule; declaring it, and what was declared before. */
export function SizePage() {
  const t = useT();
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(sizeQuery(id, locale));
  useTitle(t('settings.size'));
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Skeleton lines={8} />;
  if (!query.data.organization) return <NotFound />;
  return <Size organization={query.data.organization} rules={query.data.rules.nodes} />;
}

interface Props {
  organization: NonNullable<SettingsSizeQuery['organization']>;
  rules: SettingsSizeQuery['rules']['nodes'];
}

function Size({ organization, rules }: Props) {
  const t = useT();
  const label = useLabel();
  const { dateTime } = useFormats();
  const { locale } = useLocale();
  const current = readFragment(DeclarationFragmentDoc, organization.sizeDeclaration);
  const all = readFragment(DeclarationFragmentDoc, organization.sizeDeclarations?.nodes ?? []);
  const rule = rules.find(({ ruleId }) => ruleId === 'enterprise_size.thresholds');
  const combination = rules.find(({ ruleId }) => ruleId === 'enterprise_size.combination');
  const speaks = locale === 'en' ? 'en' : 'zh';
  const isBound = Boolean(current?.correctionReason && !current.releasedAt);
  return (
    <>
      {current ? (
        <div className={styles.result} role="status">
          <p>{t('settings.size.is')}</p>
          <b>{label('EnterpriseSize', current.size)}</b>
          <Figures declaration={current} />
          {rule && (
            <p className={styles.quiet}>
              {rule.text[speaks]} {combination?.text[speaks]} <span lang="zh">{rule.citation}</span>
            </p>
          )}
        </div>
      ) : (
        <Notice>{t('settings.size.none')}</Notice>
      )}
      {current?.isOutdated && <Notice tone="bloom">{t('settings.size.outdated')}</Notice>}
      {isBound && <Notice tone="clay">{t('settings.size.bound', { reason: current?.correctionReason ?? '' })}</Notice>}
      {organization.viewerCanDeclareSize && (!isBound || organization.viewerCanVerify) && (
        <SizeForm key={current?.id} organization={organization} current={current ?? undefined} rule={rule} />
      )}
      <section className={styles.part} aria-labelledby="history">
        <h2 id="history">{t('settings.size.history')}</h2>
        {all.length === 0 && <p className={styles.quiet}>{t('settings.size.noHistory')}</p>}
        <ul>
          {all.map((one) => (
            <li key={one.id} className={styles.part}>
              <p>
                <b>{label('EnterpriseSize', one.size)}</b> · {dateTime(one.declaredAt)}{' '}
                {one.correctionReason && <Tag tone="sky">{t('settings.size.correction')}</Tag>}
              </p>
              <Figures declaration={one} />
              <p className={`${styles.quiet} ${styles.evidence}`}>{one.evidence}</p>
              {one.correctionReason && (
                <p className={styles.quiet}>{t('settings.size.because', { reason: one.correctionReason })}</p>
              )}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** The figures of a declaration in one line. */
function Figures({ declaration }: { declaration: DeclarationFragment }) {
  const t = useT();
  const label = useLabel();
  const { money, number } = useFormats();
  const { industry, staff, revenue, assets, dataYear } = declaration;
  return (
    <p>
      {[
        label('SizeIndustry', industry),
        typeof staff === 'number' && t('settings.size.persons', { count: staff, shown: number(staff) }),
        revenue && t('settings.size.revenueOf', { amount: money(revenue) }),
        assets && t('settings.size.assetsOf', { amount: money(assets) }),
        t('settings.size.yearOf', { year: String(dataYear) }),
      ]
        .filter(Boolean)
        .join(' · ')}
    </p>
  );
}
