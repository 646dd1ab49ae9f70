import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';

import { useSend } from '@/features/account';
import { DeclareSizeToApplyDocument, type ApplicantFragment, type SizeIndustry } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { amountOf, typed, WAN } from '@/lib/money';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { SelectField, TextField } from '@/ui/Field';
import { TextArea } from '@/ui/TextArea';

import { keys } from '../queries';
import styles from './Dialogs.module.css';
import { Trouble } from './Trouble';

/** The industries of the standard, as it orders them. */
const INDUSTRIES = [
  'AGRI',
  'INDUSTRY',
  'CONSTRUCTION',
  'WHOLESALE',
  'RETAIL',
  'TRANSPORT',
  'STORAGE',
  'POST',
  'LODGING',
  'CATERING',
  'INFO_TRANSMISSION',
  'SOFTWARE_IT',
  'REAL_ESTATE_DEV',
  'PROPERTY_MGMT',
  'LEASING_BUSINESS',
  'OTHER',
] as const satisfies SizeIndustry[];

const wan = (text: string) => amountOf(text, 'CNY', WAN);
const number = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : undefined);

/** The figures that the size class follows from. Which of them count depends on the industry: the server says. */
export function SizeDialog({ firm, onClose }: { firm: ApplicantFragment; onClose: () => void }) {
  const t = useT();
  const label = useLabel();
  const id = useId();
  const client = useQueryClient();
  const declare = useSend(DeclareSizeToApplyDocument);
  const before = firm.sizeDeclaration;
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    {
      industry: (before?.industry ?? 'INDUSTRY') as SizeIndustry,
      staff: before?.staff?.toString() ?? '',
      revenue: before?.revenue ? typed(before.revenue, WAN) : '',
      assets: before?.assets ? typed(before.assets, WAN) : '',
      dataYear: before?.dataYear.toString() ?? '',
      evidence: before?.evidence ?? '',
    },
    async (values) => {
      const { organizationSizeDeclare: answer } = await declare.mutateAsync({
        input: {
          organizationId: firm.id,
          expectedVersion: firm.version,
          industry: values.industry,
          staff: number(values.staff),
          revenue: wan(values.revenue),
          assets: wan(values.assets),
          dataYear: number(values.dataYear) ?? 0,
          evidence: values.evidence,
        },
      });
      if (answer.userErrors.length === 0) {
        await client.invalidateQueries({ queryKey: keys.all });
        onClose();
      }
      return answer.userErrors;
    },
  );
  const wrong = t('licensing.number.wrong');
  const isNumber = (text: string) => text.trim() === '' || number(text) !== undefined || wrong;
  const isWan = (text: string) => text.trim() === '' || wan(text) !== undefined || wrong;
  const field = { inputMode: 'decimal', autoComplete: 'off' } as const;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('licensing.size.declare')}
      footer={
        <>
          <Button onClick={onClose}>{t('licensing.cancel')}</Button>
          <Button type="submit" form={id} look="primary" busy={busy}>
            {t('licensing.size.go')}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <Trouble problems={problems} error={error} />
        <SelectField label={t('licensing.size.industry')} error={errorOf('industry')} {...form.register('industry')}>
          {INDUSTRIES.map((industry) => (
            <option key={industry} value={industry}>
              {label('SizeIndustry', industry)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('licensing.size.staff')}
          error={errorOf('staff')}
          {...field}
          {...form.register('staff', { validate: isNumber })}
        />
        <TextField
          label={t('licensing.size.revenue')}
          error={errorOf('revenue')}
          {...field}
          {...form.register('revenue', { validate: isWan })}
        />
        <TextField
          label={t('licensing.size.assets')}
          hint={t('licensing.size.assets.hint')}
          error={errorOf('assets')}
          {...field}
          {...form.register('assets', { validate: isWan })}
        />
        <TextField
          label={t('licensing.size.year')}
          error={errorOf('dataYear')}
          {...field}
          {...form.register('dataYear', { required: t('account.required'), validate: isNumber })}
        />
        <TextArea
          label={t('licensing.size.evidence')}
          hint={t('licensing.size.evidence.hint')}
          error={errorOf('evidence')}
          {...form.register('evidence', { required: t('account.required') })}
        />
      </form>
    </Dialog>
  );
}
