import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { readFragment } from '@/gql';
import { MandateLineFragmentDoc, OpenCaseDocument } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { ErrorBox } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { CaseStateTag } from '../words';
import { demandCasesQuery, mandatesQuery } from './queries';

interface Props {
  demand: string;
  organizationId: string;
  /** Whether the viewer may ask for help with it. */
  mayAsk: boolean;
}

/** Who helps with a demand, and what happens; or the way to ask for somebody. */
export default function DemandAdvisor({ demand, organizationId, mayAsk }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const { date } = useFormats();
  const [asking, setAsking] = useState(false);
  const query = useQuery(demandCasesQuery(demand, locale));
  const mine = query.data?.brokerCases.nodes ?? [];
  const open = mine.find(({ state }) => state && !state.startsWith('CLOSED'));
  const shown = open ?? mine[0];
  if (query.isPending || (query.data && !shown && !mayAsk)) return null;
  return (
    <section className={styles.part} aria-labelledby="advisor">
      <h2 id="advisor">{t('advising.help')}</h2>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {shown && (
        <>
          <p className={styles.tags}>
            <CaseStateTag state={shown.state} />
            <b>{shown.advisor?.name ?? t('advising.cases.nobody')}</b>
          </p>
          {(shown.nextStep || shown.nextDue) && (
            <p>
              {t('advising.notes.next', {
                step: [shown.nextStep, shown.nextDue && date(shown.nextDue)].filter(Boolean).join(' · '),
              })}
            </p>
          )}
          <p>
            <Link to="/work/cases/$id" params={{ id: shown.id }}>
              {t('advising.help.show')}
            </Link>
          </p>
        </>
      )}
      {query.data && !open && mayAsk && (
        <>
          {!shown && <p className={styles.quiet}>{t('advising.help.lead')}</p>}
          <div>
            <Button onClick={() => setAsking(true)}>{t('advising.help.ask')}</Button>
          </div>
        </>
      )}
      {asking && <AskDialog demand={demand} organizationId={organizationId} onClose={() => setAsking(false)} />}
    </section>
  );
}

function AskDialog({
  demand,
  organizationId,
  onClose,
}: {
  demand: string;
  organizationId: string;
  onClose: () => void;
}) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const navigate = useNavigate();
  const send = useSend(OpenCaseDocument);
  const { locale } = useLocale();
  const { date } = useFormats();
  const mandates = useInfiniteQuery(mandatesQuery({ organizationId, active: true }, locale));
  const standing = readFragment(
    MandateLineFragmentDoc,
    (mandates.data?.pages ?? []).flatMap((page) => page.mandates.nodes),
  );
  const [key] = useState(newKey);
  const sent = useSendForm({ note: '' }, async ({ note }) => {
    const { caseOpen: answer } = await send.mutateAsync({
      input: { organizationId, demandId: demand, note: note.trim() || null, idempotencyKey: key },
    });
    if (answer.brokerCase) {
      say(t('advising.help.asked'));
      void refresh();
      void navigate({ to: '/work/cases/$id', params: { id: answer.brokerCase.id } });
    }
    return answer.userErrors;
  });
  return (
    <FormDialog title={t('advising.help.ask')} action={t('advising.help.send')} sent={sent} onClose={onClose}>
      <p>{t('advising.help.what')}</p>
      <p>{t('advising.reveals')}</p>
      {mandates.isError && <ErrorBox error={asApiError(mandates.error)} onRetry={() => void mandates.refetch()} />}
      {standing.length > 0 && (
        <div className={styles.prose}>
          <p>{t('advising.help.standing')}</p>
          <ul>
            {standing.map(({ id, advisor, validUntil, feeTerms }) => (
              <li key={id}>
                {t('advising.help.standing.line', { name: advisor?.name ?? '–', until: date(validUntil) })}
                <p className={styles.quiet}>
                  {feeTerms ? t('advising.mandate.fee', { terms: feeTerms }) : t('advising.help.standing.free')}
                </p>
              </li>
            ))}
          </ul>
        </div>
      )}
      <TextArea
        label={t('advising.help.note')}
        hint={t('advising.help.note.hint')}
        rows={4}
        maxLength={1000}
        error={sent.errorOf('note')}
        {...sent.form.register('note')}
      />
    </FormDialog>
  );
}
