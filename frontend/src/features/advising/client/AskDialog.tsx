import { useState } from 'react';

import { useSend } from '@/features/account';
import { AskForMandateDocument } from '@/gql/graphql';
import { useT } from '@/i18n';
import { TextArea } from '@/ui/TextArea';

import { PartnerPicker, type Partner } from '../case/PartnerPicker';
import { FormDialog } from '../FormDialog';
import { TermsFields } from './TermsFields';
import { useTerms } from './useTerms';

/** An advisor asks an enterprise for a mandate. */
export function AskDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const send = useSend(AskForMandateDocument);
  const [enterprise, setEnterprise] = useState<Partner>();
  const [unchosen, setUnchosen] = useState(false);
  const sent = useTerms({ scopes: ['DEMANDS'] }, t('advising.ask.done'), onClose, async (terms, { note }) => {
    const { organizationId } = enterprise ?? {};
    setUnchosen(!organizationId);
    if (!organizationId) return undefined;
    return (await send.mutateAsync({ input: { ...terms, organizationId, note } })).mandateRequestSubmit.userErrors;
  });
  const { form, errorOf } = sent;
  return (
    <FormDialog title={t('advising.ask')} action={t('advising.ask.send')} sent={sent} onClose={onClose} wide>
      <p>{t('advising.ask.lead')}</p>
      <PartnerPicker
        legend={t('advising.ask.enterprise')}
        value={enterprise}
        error={unchosen && !enterprise ? t('ui.required') : errorOf('organizationId')}
        only="ENTERPRISE"
        onPick={setEnterprise}
      />
      <TermsFields sent={sent} legend={t('advising.ask.scopes')}>
        <TextArea
          label={t('advising.ask.note')}
          hint={t('advising.ask.note.hint')}
          rows={3}
          error={errorOf('note')}
          {...form.register('note', { required: t('ui.required') })}
        />
      </TermsFields>
    </FormDialog>
  );
}
