import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { RuleFragmentDoc, type RuleFragment } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { SelectField, TextField } from '@/ui/Field';
import { PageHead } from '@/ui/PageHead';
import { Empty, Notice } from '@/ui/States';

import { Body, More } from './components/Body';
import { RuleChanges } from './components/RuleChanges';
import { useValued } from './components/valued';
import { AREAS, readRules } from './address';
import { changes } from './model';
import styles from './Operation.module.css';
import { comparedQuery, rulesQuery } from './queries';
import own from './RulesPage.module.css';

const route = getRouteApi('/work/operation/rules/');

/** The rules in force on a day, with where they are written; or what changed between two days. */
export function RulesPage() {
  const t = useT();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  useTitle(t('operation.nav.rules'));
  const compares = search.area !== undefined && search.with !== undefined;
  return (
    <div className={styles.page}>
      <PageHead title={t('operation.nav.rules')} lead={t('operation.rules.lead')} />
      <form
        key={JSON.stringify(search)}
        className={own.filters}
        onSubmit={(event) => {
          event.preventDefault();
          const given = Object.fromEntries(new FormData(event.currentTarget));
          void navigate({ search: readRules(given) });
        }}
      >
        <SelectField label={t('operation.rules.area')} name="area" defaultValue={search.area ?? ''}>
          <option value="">{t('operation.rules.allAreas')}</option>
          {AREAS.map((area) => (
            <option key={area} value={area}>
              {t(`operation.rules.area.${area}`)}
            </option>
          ))}
        </SelectField>
        <TextField label={t('operation.rules.on')} name="on" type="date" defaultValue={search.on ?? ''} />
        <TextField label={t('operation.rules.with')} name="with" type="date" defaultValue={search.with ?? ''} />
        <Button type="submit">{t('operation.find')}</Button>
      </form>
      {search.with !== undefined && !search.area && <Notice>{t('operation.rules.needsArea')}</Notice>}
      {compares ? <Compared /> : <List />}
    </div>
  );
}

function List() {
  const t = useT();
  const { locale } = useLocale();
  const search = route.useSearch();
  const query = useInfiniteQuery(rulesQuery(search, locale));
  return (
    <Body query={query}>
      {({ pages }) => {
        const rules = readFragment(
          RuleFragmentDoc,
          pages.flatMap(({ rules }) => rules.nodes),
        );
        if (rules.length === 0) return <Empty title={t('operation.rules.none')} />;
        return (
          <>
            <p className={styles.count} role="status">
              {t('operation.count', { count: String(pages[0]?.rules.totalCount ?? 0) })}
            </p>
            <ul className={own.rules}>
              {rules.map((rule) => (
                <Rule key={rule.id} rule={rule} />
              ))}
            </ul>
            <More query={query} />
          </>
        );
      }}
    </Body>
  );
}

function Rule({ rule }: { rule: RuleFragment }) {
  const { locale } = useLocale();
  const speaks = locale === 'en' ? 'en' : 'zh';
  const valued = useValued();
  const isShort = typeof rule.value !== 'object';
  return (
    <li className={own.rule}>
      <div>
        <h2>
          <Link to="/work/operation/rules/$id" params={{ id: rule.id }}>
            {rule.title[speaks]}
          </Link>
        </h2>
        <p>{rule.text[speaks]}</p>
        <p className={styles.quiet} lang="zh">
          {rule.citation}
        </p>
      </div>
      <div className={own.value}>
        {isShort && <b>{valued(rule)}</b>}
        <Range rule={rule} />
        <code className={styles.code}>{rule.ruleId}</code>
      </div>
    </li>
  );
}

/** From when to when a version is in force. */
export function Range({ rule }: { rule: Pick<RuleFragment, 'validFrom' | 'validTo'> }) {
  const t = useT();
  const { date } = useFormats();
  return (
    <span>
      {rule.validTo
        ? t('operation.rules.range', { from: date(rule.validFrom), to: date(rule.validTo) })
        : t('operation.rules.since', { from: date(rule.validFrom) })}
    </span>
  );
}

function Compared() {
  const { locale } = useLocale();
  const search = route.useSearch();
  const query = useQuery(comparedQuery(search, locale));
  return (
    <Body query={query}>
      {({ now, then }) => (
        <RuleChanges
          on={search.on}
          against={search.with ?? ''}
          changes={changes(readFragment(RuleFragmentDoc, then.nodes), readFragment(RuleFragmentDoc, now.nodes))}
        />
      )}
    </Body>
  );
}
