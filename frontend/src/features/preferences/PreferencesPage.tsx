import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

import { useSend } from '@/features/account';
import { SetMailPreferenceDocument, type MailPreferencesQuery } from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { lettersOn, setLetters, watchLetters } from '@/lib/keyboard';
import { Checkbox } from '@/ui/Field';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { useToast } from '@/ui/Toast';

import { Alerts } from './Alerts';
import styles from './PreferencesPage.module.css';
import { keys, mailQuery } from './queries';

/** What somebody is told by mail, and what their keyboard does. Each choice counts at once. */
export function PreferencesPage() {
  const t = useT();
  useTitle(t('work.nav.preferences'));
  return (
    <div className={styles.page}>
      <h1>{t('work.nav.preferences')}</h1>
      <Mails />
      <Letters />
    </div>
  );
}

type Topic = MailPreferencesQuery['viewerMailPreferences']['topics'][number];

function Mails() {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { locale } = useLocale();
  const client = useQueryClient();
  const query = useQuery(mailQuery(locale));
  const send = useSend(SetMailPreferenceDocument);
  const problems = send.data?.mailPreferenceSet.userErrors ?? [];
  const choose = async ({ topic, enabled }: Topic) => {
    const { mailPreferenceSet: answer } = await send.mutateAsync({ input: { topic, enabled: !enabled } });
    if (!answer.preferences || answer.userErrors.length > 0) return;
    const { preferences } = answer;
    // What was asked before this was done, and is still under way, knows nothing of it.
    await client.cancelQueries({ queryKey: keys.mail });
    client.setQueryData<MailPreferencesQuery>(
      keys.mail,
      (known) => known && { ...known, viewerMailPreferences: preferences },
    );
    say(t('preferences.saved'));
  };
  return (
    <section className={styles.part}>
      <h2>{t('preferences.mail')}</h2>
      <p className={styles.lead}>{t('preferences.mail.lead')}</p>
      {query.isPending && <Skeleton lines={4} />}
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {send.isError && <ErrorBox error={asApiError(send.error)} />}
      {problems.map(({ code, message }) => (
        <Notice key={code} tone="clay">
          {message}
        </Notice>
      ))}
      <ul className={styles.list}>
        {query.data?.viewerMailPreferences.topics.map((one) => (
          <li key={one.topic}>
            <Checkbox
              checked={one.enabled}
              aria-describedby={one.optional ? undefined : `always-${one.topic}`}
              disabled={!one.optional}
              onChange={() => {
                // While one answer is on its way, nothing else is sent.
                if (!send.isPending) void choose(one).catch(() => undefined);
              }}
            >
              {label('MailTopic', one.topic)}
            </Checkbox>
            {!one.optional && <p id={`always-${one.topic}`}>{t('preferences.mail.always')}</p>}
          </li>
        ))}
      </ul>
      {query.data && <Alerts known={query.data.viewerAlertMail} />}
    </section>
  );
}

function Letters() {
  const t = useT();
  const on = useSyncExternalStore(watchLetters, lettersOn);
  return (
    <section className={styles.part}>
      <h2>{t('preferences.keys')}</h2>
      <p className={styles.lead}>{t('preferences.keys.lead')}</p>
      <ul className={styles.list}>
        <li>
          <Checkbox checked={on} onChange={(event) => setLetters(event.target.checked)}>
            {t('palette.letters')}
          </Checkbox>
        </li>
      </ul>
    </section>
  );
}
