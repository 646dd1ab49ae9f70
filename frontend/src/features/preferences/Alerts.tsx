import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useSend } from '@/features/account';
import {
  SetAlertMailDocument,
  type AlertFrequency,
  type MailPreferencesQuery,
  type SetAlertMailMutation,
} from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
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
  const send = useSend<SetAlertMailMutation, { input: Partial<Known> }>(SetAlertMailDocument, 'alerts');
  // What is on its way is shown already. Only what was chosen is sent: two choices on their way leave each other alone.
  const [underway, setUnderway] = useState<Partial<Known>>({});
  // What was answered is in the cache a moment before it comes from above.
  const latest = client.getQueryData<MailPreferencesQuery>(keys.mail)?.viewerAlertMail ?? answered;
  const known = { ...latest, ...underway };
  const problems = send.data?.alertMailSet.userErrors ?? [];
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [
    ...new Set([known.timeZone, here, 'Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Singapore', 'UTC']),
  ];
  const choose = async (change: Partial<Known>) => {
    setUnderway((others) => ({ ...others, ...change }));
    try {
      const { alertMailSet: answer } = await send.mutateAsync({ input: change });
      const { alertMail } = answer;
      if (!alertMail || answer.userErrors.length > 0) return;
      // As with mails: what was asked before this was done knows nothing of it.
      await client.cancelQueries({ queryKey: keys.mail });
      client.setQueryData<MailPreferencesQuery>(
        keys.mail,
        (before) => before && { ...before, viewerAlertMail: alertMail },
      );
      say(t('preferences.saved'));
    } catch {
      // The mutation keeps it, and it is shown above.
    } finally {
      // Unless it was chosen anew meanwhile.
      setUnderway(({ frequency, timeZone }) => ({
        ...(frequency && frequency !== change.frequency && { frequency }),
        ...(timeZone && timeZone !== change.timeZone && { timeZone }),
      }));
    }
  };
  return (
    <div className={styles.alerts} aria-busy={send.isPending}>
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
