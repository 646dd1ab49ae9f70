import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';

import { useSend } from '@/features/account';
import {
  DeclareSizeDocument,
  type DeclarationFragment,
  type SettingsSizeQuery,
  type SizeIndustry,
} from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { decimal, type Amount } from '@/lib/money';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { SelectField, TextField } from '@/ui/Field';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import { boundsOf, fen, INDUSTRIES, whole } from '../model';
import { sizeQuery, useRefresh } from '../queries';
import styles from '../Settings.module.css';
import { Against } from './Against';

interface Props {
  organization: NonNullable<SettingsSizeQuery['organization']>;
  current: DeclarationFragment | undefined;
  rule: SettingsSizeQuery['rules']['nodes'][number] | undefined;
}

const amount = (money: Amount | null | undefined) => (money ? decimal(money) : '');

/** Declares the size: the figures are typed, the class follows on the server, by the standard that is shown. */
export function SizeForm({ organization, current, rule }: Props) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { locale } = useLocale();
  const refresh = useRefresh();
  const latest = useQuery(sizeQuery(organization.id, locale));
  const send = useSend(DeclareSizeDocument);
  const [version, setVersion] = useState(organization.version);
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    {
      industry: (current?.industry ?? 'INDUSTRY') as string,
      staff: current?.staff?.toString() ?? '',
      revenue: amount(current?.revenue),
      assets: amount(current?.assets),
      dataYear: current?.dataYear.toString() ?? '',
      evidence: '',
      reason: '',
    },
    async (values) => {
      const revenue = fen(values.revenue);
      const assets = fen(values.assets);
      const staff = whole(values.staff);
      const { organizationSizeDeclare: answer } = await send.mutateAsync({
        input: {
          organizationId: organization.id,
          expectedVersion: version,
          industry: values.industry as SizeIndustry,
          dataYear: whole(values.dataYear) ?? 0,
          evidence: values.evidence,
          ...(staff === undefined ? {} : { staff }),
          ...(revenue ? { revenue: { currency: 'CNY', minorUnits: revenue } } : {}),
          ...(assets ? { assets: { currency: 'CNY', minorUnits: assets } } : {}),
          ...(values.reason.trim() ? { reason: values.reason } : {}),
        },
      });
      if (answer.organization?.size && answer.userErrors.length === 0) {
        say(t('settings.size.done', { size: label('EnterpriseSize', answer.organization.size) }));
        await refresh();
      }
      return answer.userErrors;
    },
  );
  const industry = form.watch('industry') as SizeIndustry;
  const isAmount = (typed: string) => typed.trim() === '' || fen(typed) !== undefined || t('settings.size.notAmount');
  const isWhole = (typed: string) => typed.trim() === '' || whole(typed) !== undefined || t('settings.size.notWhole');
  return (
    <section className={styles.part} aria-labelledby="declare">
      <h2 id="declare">{t(current ? 'settings.size.again' : 'settings.size.declare')}</h2>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <Against
          problems={problems}
          error={error}
          onReload={() =>
            void latest.refetch().then(({ data }) => data?.organization && setVersion(data.organization.version))
          }
        />
        <div className={styles.pair}>
          <SelectField label={t('settings.size.industry')} error={errorOf('industry')} {...form.register('industry')}>
            {INDUSTRIES.map((one) => (
              <option key={one} value={one}>
                {label('SizeIndustry', one)}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t('settings.size.year')}
            hint={t('settings.size.year.hint')}
            inputMode="numeric"
            error={errorOf('dataYear')}
            {...form.register('dataYear', { required: t('ui.required'), validate: isWhole })}
          />
        </div>
        <Bounds industry={industry} rule={rule} />
        <div className={styles.pair}>
          <TextField
            label={t('settings.size.staff')}
            inputMode="numeric"
            error={errorOf('staff')}
            {...form.register('staff', { validate: isWhole })}
          />
          <TextField
            label={t('settings.size.revenue')}
            hint={t('settings.size.yuan')}
            inputMode="decimal"
            error={errorOf('revenue')}
            {...form.register('revenue', { validate: isAmount })}
          />
          <TextField
            label={t('settings.size.assets')}
            hint={t('settings.size.yuan')}
            inputMode="decimal"
            error={errorOf('assets')}
            {...form.register('assets', { validate: isAmount })}
          />
        </div>
        <TextArea
          label={t('settings.size.evidence')}
          hint={t('settings.size.evidence.hint')}
          rows={3}
          error={errorOf('evidence')}
          {...form.register('evidence', { required: t('ui.required') })}
        />
        {organization.viewerCanVerify && (
          <TextArea
            label={t('settings.size.reason')}
            hint={t('settings.size.reason.hint')}
            rows={2}
            error={errorOf('reason')}
            {...form.register('reason')}
          />
        )}
        <div>
          <Button type="submit" look="primary" busy={busy}>
            {t('settings.size.go')}
          </Button>
        </div>
      </form>
    </section>
  );
}

/** From where on an enterprise of the industry is what, as the rule has it. */
function Bounds({ industry, rule }: { industry: SizeIndustry; rule: Props['rule'] }) {
  const t = useT();
  const label = useLabel();
  const { number } = useFormats();
  const bounds = boundsOf(rule?.value, industry);
  if (bounds.length === 0) return null;
  return (
    <div>
      <table className={styles.bounds}>
        <caption className="visually-hidden">{t('settings.size.bounds')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('settings.size.bounds')}</th>
            {bounds[0]?.from.map(([level]) => (
              <th key={level} scope="col">
                {label('EnterpriseSize', level)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bounds.map(({ indicator, from }) => (
            <tr key={indicator}>
              <th scope="row">{label('SizeIndicatorKind', indicator)}</th>
              {from.map(([level, bound]) => (
                <td key={level}>
                  {t(indicator === 'STAFF' ? 'settings.size.fromPersons' : 'settings.size.fromWan', {
                    bound: number(bound),
                  })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.quiet} lang="zh">
        {rule?.citation}
      </p>
    </div>
  );
}
