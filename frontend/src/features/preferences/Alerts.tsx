import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { useSend, viewerQuery } from '@/features/account';
import {
  SetAlertMailDocument,
  type AlertFrequency,
  type MailPreferencesQuery,
  type SetAlertMailMutation,
} from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { all } from '@/lib/vocabulary';
import { SelectField } from '@/ui/Field';
import { ErrorBox, Notice } from '@/ui/States';
import { useToast } from '@/ui/Toast';

import styles from './PreferencesPage.module.css';
import { keys } from './queries';

const FREQUENCIES = all<AlertFrequency>({ IMMEDIATE: true, DAILY: true, WEEKLY: true });

type Known = MailPreferencesQuery['viewerAlertMail'];

/** How often mails tell of what was found, and by which clock. */
export function Alerts({ known: answered }: { known: Known }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const client = useQueryClient();
  const { locale } = useLocale();
  const send = useSend<SetAlertMailMutation, { input: Partial<Known> }>(SetAlertMailDocument);
  // What was chosen is shown at once, and only that is sent. What is chosen while an answer is awaited goes after it, together: the
  // last choice is the one that holds, however quick somebody is.
  const [chosen, setChosen] = useState<Partial<Known>>();
  const waiting = useRef<Partial<Known>>({});
  const isSending = useRef(false);
  // What was answered is in the cache a moment before it comes from above.
  const latest = client.getQueryData<MailPreferencesQuery>(keys.mail)?.viewerAlertMail ?? answered;
  const known = { ...latest, ...chosen };
  const problems = send.data?.alertMailSet.userErrors ?? [];
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [
    ...new Set([known.timeZone, here, 'Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Singapore', 'UTC']),
  ];
  const viewer = () => client.getQueryData(viewerQuery(locale).queryKey)?.viewer?.user.id;
  const sendAll = async () => {
    const person = viewer();
    // Whoever is signed in by the time of an answer may be somebody else, who chose nothing.
    while (Object.keys(waiting.current).length > 0 && viewer() === person) {
      const input = waiting.current;
      waiting.current = {};
      const { alertMailSet: answer } = await send.mutateAsync({ input });
      const { alertMail } = answer;
      if (!alertMail || answer.userErrors.length > 0) return;
      // As with mails: what was asked before this was done knows nothing of it.
      await client.cancelQueries({ queryKey: keys.mail });
      client.setQueryData<MailPreferencesQuery>(
        keys.mail,
        (before) => before && { ...before, viewerAlertMail: alertMail },
      );
    }
    say(t('preferences.saved'));
  };
  const choose = async (change: Partial<Known>) => {
    waiting.current = { ...waiting.current, ...change };
    setChosen((others) => ({ ...others, ...change }));
    if (isSending.current) return;
    isSending.current = true;
    try {
      await sendAll();
    } catch {
      // The mutation keeps it, and it is shown above.
    } finally {
      isSending.current = false;
      // What came after a refusal was not sent, and is not shown as if it were.
      waiting.current = {};
      setChosen(undefined);
    }
  };
  return (
    <div className={styles.alerts} aria-busy={chosen !== undefined}>
      {send.isError && <ErrorBox error={asApiError(send.error)} />}
      {problems.map(({ code, message }) => (
        <Notice key={code} tone="clay">
          {message}
        </Notice>
      ))}
      <SelectField
        label={t('preferences.alerts.frequency')}
        value={known.frequency}
        onChange={({ target: { value } }) => {
          const frequency = FREQUENCIES.find((one) => one === value);
          if (frequency) void choose({ frequency });
        }}
      >
        {FREQUENCIES.map((frequency) => (
          <option key={frequency} value={frequency}>
            {label('AlertFrequency', frequency)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('preferences.alerts.zone')}
        hint={t('preferences.alerts.zone.hint')}
        value={known.timeZone}
        onChange={({ target: { value } }) => void choose({ timeZone: value })}
      >
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
