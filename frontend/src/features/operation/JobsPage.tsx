import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { RebuildSearchIndexDocument, RetryDeadLetterDocument, type OperationJobsQuery } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Notice } from '@/ui/States';
import { useToast } from '@/ui/Toast';

import { Body, More } from './components/Body';
import own from './JobsPage.module.css';
import styles from './Operation.module.css';
import { jobsQuery, keys, usePower } from './queries';

/** What follows from what happened: what waits, what was given up; and building the search index anew. */
export function JobsPage() {
  const t = useT();
  const { locale } = useLocale();
  const { number } = useFormats();
  const decides = usePower();
  const query = useInfiniteQuery(jobsQuery(locale));
  useTitle(t('operation.nav.jobs'));
  return (
    <div className={styles.page} aria-busy={query.isFetching}>
      <PageHead title={t('operation.nav.jobs')} lead={t('operation.jobs.lead')}>
        {decides && <Rebuild />}
      </PageHead>
      <Body query={query}>
        {({ pages }) => {
          const first = pages[0];
          const letters = pages.flatMap(({ deadLetters }) => deadLetters.nodes);
          return (
            <>
              <ul className={styles.numbers}>
                <li>
                  <p className={styles.number}>
                    <b>{number(first?.deliverySummary.pending ?? 0)}</b>
                    <span>{t('operation.jobs.pending')}</span>
                  </p>
                </li>
                <li>
                  <p className={styles.number}>
                    <b>{number(first?.deliverySummary.dead ?? 0)}</b>
                    <span>{t('operation.jobs.dead')}</span>
                  </p>
                </li>
              </ul>
              <section className={styles.part} aria-labelledby="dead">
                <h2 id="dead">{t('operation.jobs.dead')}</h2>
                {letters.length === 0 ? (
                  <Empty title={t('operation.jobs.none')} />
                ) : (
                  <ul>
                    {letters.map((letter) => (
                      <Letter key={letter.id} letter={letter} decides={decides} />
                    ))}
                  </ul>
                )}
                <More query={query} />
              </section>
            </>
          );
        }}
      </Body>
    </div>
  );
}

function Letter({ letter, decides }: { letter: OperationJobsQuery['deadLetters']['nodes'][number]; decides: boolean }) {
  const t = useT();
  const say = useToast();
  const client = useQueryClient();
  const { dateTime } = useFormats();
  const retry = useSend(RetryDeadLetterDocument);
  const problems = retry.data?.deadLetterRetry.userErrors ?? [];
  return (
    <li className={own.letter}>
      <div>
        <p>
          <b>{letter.event}</b> → {letter.follower}
        </p>
        <p className={styles.quiet}>
          {t('operation.jobs.tried', { count: letter.attempts, time: dateTime(letter.occurredAt) })} ·{' '}
          <Link to="/work/operation/audit" search={{ entity: letter.entityId }}>
            {letter.entityType}
          </Link>
        </p>
        {letter.lastError && <p className={styles.code}>{letter.lastError}</p>}
        {retry.error && <ErrorBox error={asApiError(retry.error)} />}
        {problems.length > 0 && (
          <Notice tone="clay">
            {problems.map(({ code, message }) => (
              <p key={code} role="alert">
                {message}
              </p>
            ))}
          </Notice>
        )}
      </div>
      {decides && (
        <Button
          size="s"
          busy={retry.isPending}
          onClick={() =>
            retry.mutate(
              { input: { id: letter.id } },
              {
                onSuccess: ({ deadLetterRetry }) => {
                  if (deadLetterRetry.userErrors.length > 0) return;
                  say(t('operation.jobs.retried'));
                  void client.invalidateQueries({ queryKey: keys.all });
                },
              },
            )
          }
        >
          {t('operation.jobs.retry')}
        </Button>
      )}
    </li>
  );
}

function Rebuild() {
  const t = useT();
  const say = useToast();
  const client = useQueryClient();
  const rebuild = useSend(RebuildSearchIndexDocument);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('operation.rebuild')}</Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('operation.rebuild.title')}
        action={t('operation.rebuild')}
        word={t('operation.rebuild.word')}
        onConfirm={async () => {
          const { searchIndexRebuild: answer } = await rebuild.mutateAsync({});
          if (answer.userErrors.length === 0) {
            say(t('operation.rebuild.done'));
            void client.invalidateQueries({ queryKey: keys.all });
          }
          return answer.userErrors;
        }}
      >
        <p>{t('operation.rebuild.lead')}</p>
      </ConfirmDialog>
    </>
  );
}
