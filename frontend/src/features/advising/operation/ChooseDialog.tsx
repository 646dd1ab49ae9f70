import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { AssignCaseDocument } from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useSendForm } from '@/lib/useSendForm';
import { Choice, Choices } from '@/ui/Choice';
import { ErrorBox, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { Fit } from './Fit';
import { candidatesQuery } from './queries';
import { TiesByName } from './TiesByName';

/** Everybody who takes cases, the best first; of those who cannot have this one, why not. */
export function ChooseDialog({ of, onClose }: { of: { id: string }; onClose: () => void }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { locale } = useLocale();
  const refresh = useRefresh();
  const query = useQuery(candidatesQuery(of.id, locale));
  const send = useSend(AssignCaseDocument);
  const [chosen, setChosen] = useState('');
  const sent = useSendForm({ advisorId: '' }, async ({ advisorId }) => {
    const expectedVersion = query.data?.brokerCase?.version;
    if (expectedVersion == null) return [];
    const { caseAssign: answer } = await send.mutateAsync({
      input: { id: of.id, expectedVersion, advisorId },
    });
    if (answer.userErrors.length === 0) {
      say(t('advising.assign.done', { count: 1 }));
      onClose();
      void refresh();
    }
    return answer.userErrors;
  });
  const { form, errorOf } = sent;
  form.register('advisorId', { required: t('ui.required') });
  const choose = (advisorId: string) => {
    setChosen(advisorId);
    form.setValue('advisorId', advisorId);
    form.clearErrors('advisorId');
  };
  const candidates = query.data?.brokerCase?.candidates ?? [];
  return (
    <FormDialog
      wide
      title={t('advising.assign.other')}
      action={t('advising.assign.take')}
      sent={sent}
      onClose={onClose}
    >
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.data && candidates.length === 0 && <p>{t('advising.assign.noCandidates')}</p>}
      {candidates.length > 0 && (
        <Choices legend={t('advising.assign.who')} error={errorOf('advisorId')}>
          {candidates.map(({ advisor, score, parts, blocks, activeCases, capacity, tiesByName }) => (
            <Choice
              key={advisor?.id ?? score}
              name="advisor"
              disabled={blocks.length > 0 || !advisor}
              checked={advisor?.id === chosen}
              onChange={() => advisor && choose(advisor.id)}
              title={
                <>
                  {advisor?.name ?? '–'}{' '}
                  {advisor?.grade && <Tag tone="sky">{label('AdvisorGrade', advisor.grade)}</Tag>}
                  <span className={styles.quiet}>{t('advising.load', { active: activeCases, capacity })}</span>
                </>
              }
            >
              {blocks.length > 0 ? (
                <p className={styles.tags}>
                  {t('advising.assign.whyNot')}
                  {blocks.map((block) => (
                    <Tag key={block} tone="clay">
                      {label('Block', block)}
                    </Tag>
                  ))}
                </p>
              ) : (
                <Fit score={score} parts={parts} />
              )}
              {advisor && <TiesByName advisor={advisor.id} ties={tiesByName} />}
            </Choice>
          ))}
        </Choices>
      )}
    </FormDialog>
  );
}
