import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { RuleFragmentDoc, type RuleFragment } from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { CopyField } from '@/ui/CopyField';
import { Facts } from '@/ui/Facts';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { Tag } from '@/ui/Tag';

import { Body } from './components/Body';
import { useValued } from './components/valued';
import { AREAS } from './address';
import styles from './Operation.module.css';
import { ruleQuery } from './queries';
import { Range } from './RulesPage';
import own from './RulesPage.module.css';

const route = getRouteApi('/work/operation/rules/$id');

/** One version of a rule: what it says, its value, where it is written, and how well that is known. */
export function RulePage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(ruleQuery(id, locale));
  return (
    <div className={styles.page}>
      <Body query={query}>
        {({ ruleVersion }) =>
          ruleVersion ? <Version rule={readFragment(RuleFragmentDoc, ruleVersion)} /> : <NotFound />
        }
      </Body>
    </div>
  );
}

function Version({ rule }: { rule: RuleFragment }) {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const valued = useValued();
  const [speaks, other] = locale === 'en' ? (['en', 'zh'] as const) : (['zh', 'en'] as const);
  const area = AREAS.find((area) => rule.ruleId.startsWith(`${area}.`));
  useTitle(rule.title[speaks]);
  return (
    <>
      <PageHead
        above={
          <Link to="/work/operation/rules" search={area ? { area } : {}}>
            {area ? t(`operation.rules.area.${area}`) : t('operation.nav.rules')}
          </Link>
        }
        title={rule.title[speaks]}
        tags={
          <>
            <Tag tone={rule.validTo ? 'clay' : 'leaf'}>
              {t(rule.validTo ? 'operation.rules.superseded' : 'operation.rules.inForce')}
            </Tag>
            <Range rule={rule} />
          </>
        }
        lead={rule.text[speaks]}
      />
      <p className={styles.quiet} lang={other}>
        {rule.title[other]} · {rule.text[other]}
      </p>
      <Facts
        rows={[
          [
            t('operation.rules.citation'),
            <span key="citation" lang="zh">
              {rule.citation}
            </span>,
          ],
          [t('operation.rules.evidence'), label('RuleEvidence', rule.evidence)],
          [t('operation.rules.unit'), rule.unit],
          [
            t('operation.rules.name'),
            <code key="name" className={styles.code}>
              {rule.ruleId}
            </code>,
          ],
        ]}
      />
      <section className={styles.part} aria-labelledby="value">
        <h2 id="value">{t('operation.rules.value')}</h2>
        <p className={own.pre}>{valued(rule)}</p>
      </section>
      <CopyField label={t('operation.rules.id')} value={rule.id} />
    </>
  );
}
