import { useSend } from '@/features/account';
import { GrantMandateDocument } from '@/gql/graphql';
import { useT } from '@/i18n';
import { SelectField } from '@/ui/Field';

import { FormDialog } from '../FormDialog';
import { SCOPES } from '../vocabulary';
import { TermsFields } from './TermsFields';
import { useTerms } from './useTerms';

/** Lets an advisor act for an enterprise: in what, and until when. */
export function MandateDialog({
  advisor,
  firms,
  onClose,
}: {
  advisor: { id: string; name?: string | null | undefined };
  firms: readonly { id: string; name: string }[];
  onClose: () => void;
}) {
  const t = useT();
  const send = useSend(GrantMandateDocument);
  const begin = { organizationId: firms[0]?.id ?? '', scopes: SCOPES };
  const sent = useTerms(begin, t('advising.mandate.granted'), onClose, async (terms, { organizationId }) => {
    const { mandateGrant } = await send.mutateAsync({ input: { ...terms, organizationId, advisorId: advisor.id } });
    return mandateGrant.userErrors;
  });
  const { form, errorOf } = sent;
  return (
    <FormDialog
      title={t('advising.mandate.grant.to', { name: advisor.name ?? '–' })}
      action={t('advising.mandate.grant')}
      sent={sent}
      onClose={onClose}
    >
      <p>{t('advising.mandate.lead')}</p>
      <p>{t('advising.reveals')}</p>
      {firms.length > 1 && (
        <SelectField
          label={t('advising.mandate.firm')}
          error={errorOf('organizationId')}
          {...form.register('organizationId')}
        >
          {firms.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <TermsFields
        sent={sent}
        legend={t('advising.mandate.scopes')}
        hintOf={(scope) => t(`advising.mandate.scope.${scope}`)}
        untilHint={t('advising.mandate.until.hint')}
      />
    </FormDialog>
  );
}
