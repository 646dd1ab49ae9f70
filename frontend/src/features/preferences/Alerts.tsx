import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { viewerIn } from '@/features/account';
import {
  SetAlertMailDocument,
  type AlertFrequency,
  type MailPreferencesQuery,
  type SetAlertMailMutation,
} from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { gqlFetch } from '@/lib/api';
import { asApiError, type ApiError } from '@/lib/error';
import { all } from '@/lib/vocabulary';
import { SelectField } from '@/ui/Field';
import { ErrorBox, Notice } from '@/ui/States';
import { useToast } from '@/ui/Toast';

import styles from './PreferencesPage.module.css';
import { keys } from './queries';

const FREQUENCIES = all<AlertFrequency>({ IMMEDIATE: true, DAILY: true, WEEKLY: true });

type Known = MailPreferencesQuery['viewerAlertMail'];
type Choice = Partial<Known>;
type Problems = SetAlertMailMutation['alertMailSet']['userErrors'];

/** How often mails tell of what was found, and by which clock. */
export function Alerts({ known: answered }: { known: Known }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const client = useQueryClient();
  const { locale } = useLocale();
  const [trouble, setTrouble] = useState<ApiError>();
  const [problems, setProblems] = useState<Problems>([]);
  // Only what was chosen is sent, in the order of the choices, also of those made before this page was left and entered again: the
  // last one is the one that holds, however quick somebody is.
  const choose = useMutation({
    mutationKey: keys.chooseAlerts,
    scope: { id: keys.chooseAlerts.join() },
    mutationFn: (input: Choice) => gqlFetch(SetAlertMailDocument, { input }, { locale }),
    onMutate: () => viewerIn(client),
    onSuccess: async ({ alertMailSet: { alertMail, userErrors } }, _, person) => {
      // Whoever is signed in by now may be somebody else, who chose nothing.
      if (viewerIn(client) !== person) return;
      if (!alertMail || userErrors.length > 0) return setProblems(userErrors);
      // As with mails: what was asked before this was done knows nothing of it.
      await client.cancelQueries({ queryKey: keys.mail });
      client.setQueryData<MailPreferencesQuery>(
        keys.mail,
        (before) => before && { ...before, viewerAlertMail: alertMail },
      );
      say(t('preferences.saved'));
    },
    onError: (error) => setTrouble(asApiError(error)),
  });
  // What is on its way is shown already. What was answered is in the cache a moment before it comes from above.
  const underway = useMutationState({
    filters: { mutationKey: keys.chooseAlerts, status: 'pending' },
    select: ({ state }) => state.variables as Choice,
  });
  const latest = client.getQueryData<MailPreferencesQuery>(keys.mail)?.viewerAlertMail ?? answered;
  const known: Known = Object.assign({}, latest, ...underway);
  const send = (choice: Choice) => {
    setTrouble(undefined);
    setProblems([]);
    choose.mutate(choice);
  };
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [
    ...new Set([known.timeZone, here, 'Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Singapore', 'UTC']),
  ];
  return (
    <div className={styles.alerts} aria-busy={underway.length > 0}>
      {trouble && <ErrorBox error={trouble} />}
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
          if (frequency) send({ frequency });
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
        onChange={({ target: { value } }) => send({ timeZone: value })}
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
